import { type Fields, isFields, rowsAt } from '../fields.ts'
import { anything, flag, shape, text } from './checks.ts'
import { LIMITS } from './limits.ts'
import type { Problem } from './problem.ts'
import { plainText } from './text-objects.ts'
import { validateBlocks } from './validate-blocks.ts'

const every = {
  private_metadata: text(LIMITS.viewMetadata, 0),
  callback_id: text(LIMITS.viewCallbackId, 0),
  external_id: text(LIMITS.viewCallbackId, 0),
}

const modal = shape(
  { title: plainText(LIMITS.viewTitle), blocks: anything },
  {
    ...every,
    submit: plainText(LIMITS.viewButton),
    close: plainText(LIMITS.viewButton),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
)

// Slack ignores the texts of a modal on a Home view, so a Home that is built from a modal passes there too.
const home = shape({ blocks: anything }, { ...every, title: anything, submit: anything, close: anything })

const needsSubmit = (view: Fields): Problem[] =>
  view['submit'] === undefined && rowsAt(view, 'blocks').some((block) => block['type'] === 'input')
    ? [{ pointer: '/view', message: 'missing required field: submit' }]
    : []

const inView = (problem: Problem): Problem => ({ ...problem, pointer: `/view${problem.pointer}` })

const tooLarge = (view: Fields): Problem[] =>
  Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes
    ? [{ pointer: '/view', message: `must be less than ${LIMITS.viewBytes + 1} bytes` }]
    : []

/** What Slack would refuse in this modal or Home view; empty when it would take it. */
export const validateView = (view: unknown): Problem[] => {
  if (!isFields(view)) return [{ pointer: '/view', message: 'must be an object' }]
  if (view['type'] === 'home') {
    return [...home(view, '/view'), ...validateBlocks(view['blocks'], 'home').map(inView), ...tooLarge(view)]
  }
  if (view['type'] !== 'modal') return [{ pointer: '/view/type', message: 'must be one of: modal, home' }]
  return [
    ...modal(view, '/view'),
    ...validateBlocks(view['blocks'], 'modal').map(inView),
    ...needsSubmit(view),
    ...tooLarge(view),
  ]
}
