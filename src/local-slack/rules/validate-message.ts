import { LIMITS } from './limits.ts'
import type { Problem } from './problem.ts'
import { textLength } from './table-blocks.ts'
import { validateBlocks } from './validate-blocks.ts'

/** What a message may carry; only what the limits speak of. */
export interface MessageContent {
  text?: string | undefined
  blocks?: unknown
  metadata?: unknown
}

/** The error Slack answers, with the problems that explain it. */
export interface MessageRefusal {
  error: 'no_text' | 'msg_too_long' | 'invalid_blocks' | 'msg_blocks_too_long' | 'metadata_too_large'
  problems: Problem[]
}

/** A message is posted, or an earlier one updated; an update takes less text. */
export type MessageUse = 'post' | 'update'

const refusal = (error: MessageRefusal['error'], pointer: string, message: string): MessageRefusal => ({
  error,
  problems: [{ pointer, message }],
})

const isEmpty = (content: MessageContent): boolean =>
  !content.text && (!Array.isArray(content.blocks) || content.blocks.length === 0)

const maxText = (use: MessageUse): number => (use === 'update' ? LIMITS.updateText : LIMITS.postText)

/** The error Slack would answer to this message, or undefined when it would take it. */
export const messageRefusal = (content: MessageContent, use: MessageUse = 'post'): MessageRefusal | undefined => {
  if (isEmpty(content)) return refusal('no_text', '/text', 'must provide text or blocks')
  if ((content.text ?? '').length > maxText(use)) {
    return refusal('msg_too_long', '/text', `must be less than ${maxText(use) + 1} characters`)
  }
  const problems = content.blocks === undefined ? [] : validateBlocks(content.blocks, 'message')
  if (problems.length > 0) return { error: 'invalid_blocks', problems }
  if (textLength(content.blocks) > LIMITS.messageBlocksText) {
    return refusal(
      'msg_blocks_too_long',
      '/blocks',
      `text of all blocks must be less than ${LIMITS.messageBlocksText + 1} characters`,
    )
  }
  if (JSON.stringify(content.metadata ?? null).length > LIMITS.metadataText) {
    return refusal('metadata_too_large', '/metadata', `must be less than ${LIMITS.metadataText + 1} characters`)
  }
  return undefined
}

/** What Slack would refuse in this message; empty when it would take it. */
export const validateMessage = (content: MessageContent, use: MessageUse = 'post'): Problem[] =>
  messageRefusal(content, use)?.problems ?? []
