import { encodeRef, type Ref } from '../ref.ts'
import { plain, present } from './block.ts'
import type { Block, Modal } from './card.ts'

const TITLE_MAX = 24
const LABEL_MAX = 200
const HINT_MAX = 500

/** What a window is made of; without `submit` it can only be closed. */
interface Frame {
  readonly verb: string
  readonly ref: Ref
  readonly title: string
  readonly submit?: string
  readonly blocks: readonly (Block | undefined)[]
}

/** A window whose callback_id is the verb. */
export function modal({ verb, ref, title, submit, blocks }: Frame): Modal {
  return {
    type: 'modal',
    callback_id: verb,
    private_metadata: encodeRef(ref),
    title: plain(title, TITLE_MAX),
    ...(submit !== undefined && { submit: plain(submit, TITLE_MAX) }),
    close: plain(submit === undefined ? 'Close' : 'Cancel', TITLE_MAX),
    blocks: present(blocks),
  }
}

/** One field of a window. Its block_id is its action_id, so that a refusal can point at it. */
interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly optional?: boolean
  readonly element: Block
}

/** An input block. */
export function field({ name, label, hint, optional = false, element }: Field): Block {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, LABEL_MAX),
    optional,
    element: { ...element, action_id: name },
    ...(hint && { hint: plain(hint, HINT_MAX) }),
  }
}

/** A field for a few sentences. */
export function reasonField(label: string, hint?: string, optional = false): Block {
  const element = { type: 'plain_text_input', multiline: true, max_length: 1000, focus_on_load: !optional }
  return field({ name: 'reason', label, hint, optional, element })
}

/** Shown at once, while what the window needs is still being looked up; then the real one replaces it. */
export function loadingModal(ref: Ref): Modal {
  const text = plain('Looking up how things are right now. This window fills in by itself.', 200)
  return modal({ verb: 'loading', ref, title: 'One moment', blocks: [{ type: 'section', text }] })
}
