/** A block, or whole list of blocks, at a limit and one step beyond it. */
export interface LimitCase {
  limit: string
  /** The largest that Slack takes. */
  max: number
  blocks(size: number): unknown[]
  /** What Slack says one step beyond. */
  pointer: string
  message: string
}

const x = (length: number) => 'x'.repeat(length)
const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))
const button = (extra: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...extra })
const actions = (...elements: object[]) => [{ type: 'actions', elements }]
const options = (count: number) => many(count, (at) => ({ text: plain(`o${at}`), value: `v${at}` }))
const select = (extra: object) => actions({ type: 'static_select', action_id: 's', ...extra })
const table = (rows: number, columns: number, text = 'x') => [
  { type: 'table', rows: many(rows, () => many(columns, () => ({ type: 'raw_text', text }))) },
]
const card = (at: number, extra: object = {}) => ({
  type: 'task_card',
  task_id: `t${at}`,
  title: 'Copy',
  status: 'pending',
  ...extra,
})

const short = (max: number) => `must be less than ${max + 1} characters`
const few = (max: number) => `no more than ${max} items allowed`

const textCase = (limit: string, max: number, pointer: string, blocks: (text: string) => unknown[]): LimitCase => ({
  limit,
  max,
  pointer,
  message: short(max),
  blocks: (size) => blocks(x(size)),
})

const countCase = (limit: string, max: number, pointer: string, blocks: (size: number) => unknown[]): LimitCase => ({
  limit,
  max,
  pointer,
  message: few(max),
  blocks,
})

/** The limits of blocks in messages. */
export const messageLimits: LimitCase[] = [
  countCase('blocks of a message', 50, '/blocks', (size) => many(size, () => ({ type: 'divider' }))),
  textCase('header text', 150, '/blocks/0/text/text', (text) => [{ type: 'header', text: plain(text) }]),
  textCase('section text', 3000, '/blocks/0/text/text', (text) => [{ type: 'section', text: mrkdwn(text) }]),
  countCase('section fields', 10, '/blocks/0/fields', (size) => [
    { type: 'section', fields: many(size, () => plain('f')) },
  ]),
  textCase('field text', 2000, '/blocks/0/fields/0/text', (text) => [{ type: 'section', fields: [plain(text)] }]),
  countCase('context elements', 10, '/blocks/0/elements', (size) => [
    { type: 'context', elements: many(size, () => mrkdwn('c')) },
  ]),
  countCase('action elements', 25, '/blocks/0/elements', (size) =>
    actions(...many(size, (at) => button({ action_id: `a${at}` }))),
  ),
  textCase('button text', 75, '/blocks/0/elements/0/text/text', (text) => actions(button({ text: plain(text) }))),
  textCase('button value', 2000, '/blocks/0/elements/0/value', (text) => actions(button({ value: text }))),
  textCase('button url', 3000, '/blocks/0/elements/0/url', (text) => actions(button({ url: text }))),
  textCase('accessibility label', 75, '/blocks/0/elements/0/accessibility_label', (text) =>
    actions(button({ accessibility_label: text })),
  ),
  textCase('action_id', 255, '/blocks/0/elements/0/action_id', (text) => actions(button({ action_id: text }))),
  textCase('block_id', 255, '/blocks/0/block_id', (text) => [{ type: 'divider', block_id: text }]),
  textCase('confirm title', 100, '/blocks/0/elements/0/confirm/title/text', (text) =>
    actions(button({ confirm: { title: plain(text), text: plain('t') } })),
  ),
  textCase('confirm text', 300, '/blocks/0/elements/0/confirm/text/text', (text) =>
    actions(button({ confirm: { text: mrkdwn(text) } })),
  ),
  textCase('confirm button', 30, '/blocks/0/elements/0/confirm/confirm/text', (text) =>
    actions(button({ confirm: { text: plain('t'), confirm: plain(text) } })),
  ),
  textCase('deny button', 30, '/blocks/0/elements/0/confirm/deny/text', (text) =>
    actions(button({ confirm: { text: plain('t'), deny: plain(text) } })),
  ),
  countCase('select options', 100, '/blocks/0/elements/0/options', (size) => select({ options: options(size) })),
  textCase('option text', 75, '/blocks/0/elements/0/options/0/text/text', (text) =>
    select({ options: [{ text: plain(text), value: 'v' }] }),
  ),
  textCase('option value', 75, '/blocks/0/elements/0/options/0/value', (text) =>
    select({ options: [{ text: plain('o'), value: text }] }),
  ),
  textCase('placeholder', 150, '/blocks/0/elements/0/placeholder/text', (text) =>
    select({ options: options(1), placeholder: plain(text) }),
  ),
  countCase('overflow options', 5, '/blocks/0/elements/0/options', (size) =>
    actions({ type: 'overflow', action_id: 'o', options: options(size) }),
  ),
  countCase('radio buttons', 10, '/blocks/0/elements/0/options', (size) =>
    actions({ type: 'radio_buttons', action_id: 'r', options: options(size) }),
  ),
  countCase('checkboxes', 10, '/blocks/0/elements/0/options', (size) =>
    actions({ type: 'checkboxes', action_id: 'c', options: options(size) }),
  ),
  textCase('image alt text', 2000, '/blocks/0/alt_text', (text) => [
    { type: 'image', image_url: 'https://a.example/i.png', alt_text: text },
  ]),
  textCase('image title', 2000, '/blocks/0/title/text', (text) => [
    { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'i', title: plain(text) },
  ]),
  {
    limit: 'markdown text',
    max: 12000,
    blocks: (size) => [{ type: 'markdown', text: x(size) }],
    pointer: '/blocks',
    message: 'markdown blocks together must be less than 12001 characters',
  },
  countCase('table rows', 100, '/blocks/0/rows', (size) => table(size, 1)),
  countCase('table columns', 20, '/blocks/0/rows/0', (size) => table(1, size)),
  {
    limit: 'table characters',
    max: 10000,
    blocks: (size) => table(2, 1, x(size / 2)),
    pointer: '/blocks/0',
    message: 'text of all cells must be less than 10001 characters',
  },
  {
    limit: 'tables of a message',
    max: 1,
    blocks: (size) => many(size, () => table(1, 1)).flat(),
    pointer: '/blocks/1',
    message: 'no more than 1 table blocks allowed',
  },
  countCase('data table columns', 20, '/blocks/0/rows/0', (size) => [
    { type: 'data_table', caption: 'c', rows: [many(size, () => ({ type: 'raw_text', text: 'x' }))] },
  ]),
  countCase('plan cards', 50, '/blocks/0/tasks', (size) => [
    { type: 'plan', title: 'p', tasks: many(size, (at) => card(at)) },
  ]),
  textCase('card title', 150, '/blocks/0/title/text', (text) => [{ type: 'card', title: mrkdwn(text) }]),
  textCase('card body', 200, '/blocks/0/body/text', (text) => [{ type: 'card', body: mrkdwn(text) }]),
  countCase('card buttons', 3, '/blocks/0/actions', (size) => [{ type: 'card', actions: many(size, () => button()) }]),
  countCase('carousel cards', 10, '/blocks/0/elements', (size) => [
    { type: 'carousel', elements: many(size, () => ({ type: 'card', body: mrkdwn('b') })) },
  ]),
  countCase('container blocks', 10, '/blocks/0/child_blocks', (size) => [
    { type: 'container', title: plain('c'), child_blocks: many(size, () => ({ type: 'divider' })) },
  ]),
  textCase('container title', 150, '/blocks/0/title/text', (text) => [
    { type: 'container', title: plain(text), child_blocks: [{ type: 'divider' }] },
  ]),
]

/** Blocks that break a rule without a number. */
export const brokenBlocks: [rule: string, blocks: unknown[], pointer: string, message: string][] = [
  ['a type that does not exist', [{ type: 'heading' }], '/blocks/0/type', 'unsupported type: heading'],
  ['an alert in a message', [{ type: 'alert', text: plain('a') }], '/blocks/0/type', 'unsupported type: alert'],
  ['an input in a message', [{ type: 'input' }], '/blocks/0/type', 'unsupported type: input'],
  ['a property Slack does not know', [{ type: 'divider', size: 3 }], '/blocks/0', 'invalid additional property: size'],
  ['a header without text', [{ type: 'header' }], '/blocks/0', 'missing required field: text'],
  ['a header with mrkdwn', [{ type: 'header', text: mrkdwn('h') }], '/blocks/0/text/type', 'unsupported type: mrkdwn'],
  ['empty text', [{ type: 'section', text: plain('') }], '/blocks/0/text/text', 'must be more than 0 characters'],
  ['a section without text or fields', [{ type: 'section' }], '/blocks/0', 'must provide text or fields'],
  ['an empty cell', table(1, 1, ''), '/blocks/0/rows/0/0/text', 'must be more than 0 characters'],
  [
    'a number as text',
    [{ type: 'table', rows: [[{ type: 'raw_number', value: '3', text: '3' }]] }],
    '/blocks/0/rows/0/0/value',
    'must be a number',
  ],
  [
    'a block_id twice',
    [
      { type: 'divider', block_id: 'd' },
      { type: 'divider', block_id: 'd' },
    ],
    '/blocks/1/block_id',
    'block_id "d" is used more than once',
  ],
  [
    'a task_id twice',
    [{ type: 'plan', title: 'p', tasks: [card(1), card(1)] }],
    '/blocks/0',
    'task_id must be unique within a plan',
  ],
  [
    'a status of a card that does not exist',
    [{ type: 'plan', title: 'p', tasks: [card(1, { status: 'done' })] }],
    '/blocks/0/tasks/0/status',
    'must be one of: pending, in_progress, complete, error',
  ],
  [
    'a style that does not exist',
    actions(button({ style: 'warning' })),
    '/blocks/0/elements/0/style',
    'must be one of: primary, danger',
  ],
  [
    'a select without options',
    select({}),
    '/blocks/0/elements/0',
    'must provide exactly one of options and option_groups',
  ],
  [
    'a plan inside a container',
    [{ type: 'container', title: plain('c'), child_blocks: [{ type: 'plan', title: 'p' }] }],
    '/blocks/0/child_blocks/0/type',
    'unsupported type: plan',
  ],
  [
    'rows of a data table that are not even',
    [
      {
        type: 'data_table',
        caption: 'c',
        rows: [[{ type: 'raw_text', text: 'a' }], [1, 2].map(() => ({ type: 'raw_text', text: 'b' }))],
      },
    ],
    '/blocks/0',
    'rows must have the same number of cells',
  ],
  [
    'markdown blocks that are too long together',
    [
      { type: 'markdown', text: x(6001) },
      { type: 'markdown', text: x(6000) },
    ],
    '/blocks',
    'markdown blocks together must be less than 12001 characters',
  ],
]
