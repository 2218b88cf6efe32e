import type { Ref } from '../ref.ts'
import { encodeRef } from '../ref.ts'
import { plain } from './block.ts'
import type { Block } from './card.ts'
import { clamp } from './clamp.ts'

/** What a button asks of a run, or `details` for a look at it. */
export type Verb =
  | 'approve'
  | 'deny'
  | 'withdraw'
  | 'refresh'
  | 'hold'
  | 'release'
  | 'retry'
  | 'skip'
  | 'rollback'
  | 'abort'
  | 'done'
  | 'resolve'
  | 'details'

const LABELS: Readonly<Record<Exclude<Verb, 'approve'>, string>> = {
  deny: 'Deny…',
  withdraw: 'Withdraw',
  refresh: 'Refresh evidence',
  hold: 'Hold…',
  release: 'Release',
  retry: 'Retry',
  skip: 'Skip…',
  rollback: 'Roll back…',
  abort: 'Abort…',
  done: 'Done…',
  resolve: 'Resolve…',
  details: 'Details',
}

/** A button of a verb that needs no role. A dialog opens behind labels that end in `…`. */
export function button(verb: keyof typeof LABELS, ref: Ref, style?: 'primary'): Block {
  return { ...labelled(LABELS[verb], verb, ref), ...(style && { style }) }
}

/** One role's approval. With `destroys` it is red and asks once more before it counts as a click. */
export function approveButton(role: string, ref: Ref, destroys?: string): Block {
  const label = labelled(`Approve as ${role}`, `approve:${role}`, ref)
  if (destroys === undefined) return { ...label, style: 'primary' }
  return { ...label, style: 'danger', confirm: confirmDialog(`Approve as ${role}?`, destroys) }
}

function labelled(label: string, actionId: string, ref: Ref): Block {
  return { type: 'button', text: plain(label, 75), action_id: clamp(actionId, 255), value: encodeRef(ref) }
}

function confirmDialog(title: string, text: string) {
  return {
    title: plain(title, 100),
    text: plain(text, 300),
    confirm: plain('Approve', 30),
    deny: plain('Not yet', 30),
    style: 'danger' as const,
  }
}
