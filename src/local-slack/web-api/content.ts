import { type Fields, textAt } from '../fields.ts'
import { type MessageUse, messageRefusal } from '../rules/validate-message.ts'
import { nestedAt, objectAt } from './arguments.ts'
import { refusalOf } from './slack-error.ts'

/** What a call says: text, blocks and metadata, judged by Slack's limits. */
export interface Content {
  text: string | undefined
  blocks: unknown
  metadata: Fields | undefined
}

/** The content of a call; throws what Slack would answer when a limit is broken. */
export const contentAt = (args: Fields, use: MessageUse = 'post'): Content => {
  const content = {
    text: textAt(args, 'text'),
    blocks: nestedAt(args, 'blocks', 'invalid_blocks_format'),
    metadata: objectAt(args, 'metadata'),
  }
  const refusal = messageRefusal(content, use)
  if (refusal) throw refusalOf(refusal.error, refusal.problems)
  return content
}
