import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateView } from '../../../src/local-slack/rules/validate-view.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const x = (length: number) => 'x'.repeat(length)
const divider = { type: 'divider' }
const modal = (extra: object = {}) => ({ type: 'modal', title: plain('t'), blocks: [divider], ...extra })
const input = (extra: object = {}) => ({
  type: 'input',
  label: plain('l'),
  element: { type: 'plain_text_input', action_id: 'a' },
  ...extra,
})

const limits: [limit: string, max: number, view: (size: number) => unknown, pointer: string, message: string][] = [
  ['a title', 24, (size) => modal({ title: plain(x(size)) }), '/view/title/text', 'must be less than 25 characters'],
  [
    'a submit button',
    24,
    (size) => modal({ submit: plain(x(size)) }),
    '/view/submit/text',
    'must be less than 25 characters',
  ],
  [
    'a close button',
    24,
    (size) => modal({ close: plain(x(size)) }),
    '/view/close/text',
    'must be less than 25 characters',
  ],
  [
    'private_metadata',
    3000,
    (size) => modal({ private_metadata: x(size) }),
    '/view/private_metadata',
    'must be less than 3001 characters',
  ],
  [
    'callback_id',
    255,
    (size) => modal({ callback_id: x(size) }),
    '/view/callback_id',
    'must be less than 256 characters',
  ],
  [
    'blocks',
    100,
    (size) => modal({ blocks: Array(size).fill(divider) }),
    '/view/blocks',
    'no more than 100 items allowed',
  ],
  [
    'an alert',
    200,
    (size) => modal({ blocks: [{ type: 'alert', text: plain(x(size)) }] }),
    '/view/blocks/0/text/text',
    'must be less than 201 characters',
  ],
  [
    'a label',
    2000,
    (size) => modal({ submit: plain('s'), blocks: [input({ label: plain(x(size)) })] }),
    '/view/blocks/0/label/text',
    'must be less than 2001 characters',
  ],
]

for (const [limit, max, view, pointer, message] of limits) {
  test(`the limit of ${limit} in a view is ${max}`, () => {
    assert.deepEqual(validateView(view(max)), [])
    assert.deepEqual(validateView(view(max + 1)), [{ pointer, message }])
  })
}

const refused: [rule: string, view: unknown, pointer: string, message: string][] = [
  ['inputs without a submit button', modal({ blocks: [input()] }), '/view', 'missing required field: submit'],
  ['no title', { type: 'modal', blocks: [] }, '/view', 'missing required field: title'],
  ['a type that does not exist', { type: 'page' }, '/view/type', 'must be one of: modal, home'],
  [
    'a plan in a modal',
    modal({ blocks: [{ type: 'plan', title: 'p' }] }),
    '/view/blocks/0/type',
    'unsupported type: plan',
  ],
  ['a table in a modal', modal({ blocks: [{ type: 'table' }] }), '/view/blocks/0/type', 'unsupported type: table'],
  [
    'markdown in a modal',
    modal({ blocks: [{ type: 'markdown' }] }),
    '/view/blocks/0/type',
    'unsupported type: markdown',
  ],
  [
    'an alert on Home',
    { type: 'home', blocks: [{ type: 'alert', text: plain('a') }] },
    '/view/blocks/0/type',
    'unsupported type: alert',
  ],
]

for (const [rule, view, pointer, message] of refused) {
  test(`a view is refused for ${rule}`, () => assert.deepEqual(validateView(view), [{ pointer, message }]))
}

test('a view has a limit in bytes', () => {
  const field = { type: 'mrkdwn', text: 'x'.repeat(2_000) }
  const blocks = Array(13).fill({ type: 'section', fields: Array(10).fill(field) })
  assert.deepEqual(validateView({ type: 'home', blocks }), [
    { pointer: '/view', message: 'must be less than 250001 bytes' },
  ])
})
