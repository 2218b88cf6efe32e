import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderBlock } from '../../../src/local-slack/page/blocks.js'

const names = {
  user: () => undefined,
  channel: () => undefined,
  usergroup: () => undefined,
  people: () => [{ id: 'U1', displayName: 'Amina' }],
  channels: () => [{ id: 'C1', name: 'moves' }],
}
const draw = (block: unknown) => renderBlock(block, names, 'k').text
const plain = (text: string) => ({ type: 'plain_text', text })
const evil = '"><script>alert(1)</script>'

const carriers: [string, unknown][] = [
  ['header', { type: 'header', text: plain(evil) }],
  ['section', { type: 'section', text: { type: 'mrkdwn', text: evil }, fields: [plain(evil)] }],
  ['context', { type: 'context', elements: [plain(evil), { type: 'image', image_url: evil, alt_text: evil }] }],
  [
    'button',
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: evil, value: evil, url: evil, text: plain(evil), confirm: { text: plain(evil) } },
      ],
    },
  ],
  [
    'select',
    {
      type: 'actions',
      elements: [{ type: 'static_select', action_id: 'a', options: [{ text: plain(evil), value: evil }] }],
    },
  ],
  [
    'overflow',
    {
      type: 'actions',
      elements: [{ type: 'overflow', action_id: 'a', options: [{ text: plain(evil), value: evil }] }],
    },
  ],
  ['image', { type: 'image', image_url: evil, alt_text: evil, title: plain(evil) }],
  ['table', { type: 'table', rows: [[{ type: 'raw_text', text: evil }], [{ type: 'raw_text', text: evil }]] }],
  ['plan', { type: 'plan', title: evil, tasks: [{ type: 'task_card', task_id: evil, title: evil, status: evil }] }],
  ['markdown', { type: 'markdown', text: `# ${evil}\n- [${evil}](${evil})\n\`${evil}\`\n\`\`\`\n${evil}\n\`\`\`` }],
  [
    'rich text',
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: evil }] }] },
  ],
  [
    'input',
    {
      type: 'input',
      label: plain(evil),
      hint: plain(evil),
      element: { type: 'plain_text_input', initial_value: evil, action_id: evil },
    },
  ],
  ['card', { type: 'card', title: { type: 'mrkdwn', text: evil }, body: { type: 'mrkdwn', text: evil } }],
  [
    'container',
    {
      type: 'container',
      title: plain(evil),
      is_collapsible: true,
      child_blocks: [{ type: 'header', text: plain(evil) }],
    },
  ],
  ['alert', { type: 'alert', level: evil, text: plain(evil) }],
  ['unknown', { type: evil, anything: evil }],
]

for (const [kind, block] of carriers) {
  test(`no text can bring markup into a block: ${kind}`, () => {
    const markup = draw(block)
    assert.doesNotMatch(markup, /<script/i)
    assert.match(markup, /script/)
  })
}

test('numbers in a table stand at the right, under a header at the right', () => {
  const rows = [[{ type: 'raw_text', text: 'Rows' }], [{ type: 'raw_number', value: 3, text: '3' }]]
  assert.match(draw({ type: 'table', rows }), /<th scope="col" class="right">Rows<\/th>.*<td class="right">3<\/td>/)
})

test('a plan says the state of each card in words too', () => {
  const tasks = [{ type: 'task_card', task_id: '1', title: 'Copying', status: 'in_progress' }]
  assert.match(draw({ type: 'plan', title: 'Working', tasks }), /aria-label="in progress"/)
})

test('a block of a type that is not known here shows its JSON', () => {
  assert.match(draw({ type: 'hologram', depth: 3 }), /A block of type hologram.*&quot;depth&quot;: 3/s)
})
