import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mrkdwn } from '../../../src/local-slack/page/mrkdwn.js'

const names = {
  user: (id: string) => (id === 'U1' ? 'Amina' : undefined),
  channel: (id: string) => (id === 'C1' ? 'moves' : undefined),
  usergroup: (id: string) => (id === 'S1' ? 'dbas' : undefined),
}
const anchor = (url: string, label: string) => `<a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`
const mention = (name: string) => `<span class="mention">${name}</span>`

const cases: [title: string, text: string, markup: string][] = [
  ['bold, italic, strike and code', '*b* _i_ ~s~ `c`', '<b>b</b> <i>i</i> <s>s</s> <code>c</code>'],
  ['styles in each other', '*_both_*', '<b><i>both</i></b>'],
  ['signs inside words stay', 'a*b*c snake_case_name 2 * 3 * 4', 'a*b*c snake_case_name 2 * 3 * 4'],
  ['signs inside code stay', '`*a* _b_ :rocket:`', '<code>*a* _b_ :rocket:</code>'],
  ['a code block keeps its lines', 'a\n```x\n  *y*```\nb', 'a<br><pre>x\n  *y*</pre>b'],
  ['quotes', '> one\n&gt; two\nthree', '<blockquote>one<br>two</blockquote>three'],
  ['items', '• one\n• two', '<div class="item">• one</div><div class="item">• two</div>'],
  ['a link with a label', '<https://a.example/?x=1&amp;y=2|doc>', anchor('https://a.example/?x=1&amp;y=2', 'doc')],
  ['a link that runs code is text', '<javascript:alert(1)|click>', 'click'],
  ['people', '<@U1> <@U9|noor>', `${mention('@Amina')} ${mention('@noor')}`],
  [
    'channels and groups',
    '<#C1> <!subteam^S1> <!here>',
    `${mention('#moves')} ${mention('@dbas')} ${mention('@here')}`,
  ],
  ['a date that cannot be told shows its fallback', '<!date^x^{date}|soon>', '<time title="soon">soon</time>'],
  ['emoji', ':rocket: :nothing_like_it:', '🚀 :nothing_like_it:'],
  ['escaped markup is text', '&lt;b&gt; &amp;amp;', '&lt;b&gt; &amp;amp;'],
  ['a tag is not markup', 'x <img src=x onerror=alert(1)> y', 'x img src=x onerror=alert(1) y'],
  [
    'a quote mark cannot leave an attribute',
    '<https://a.example/"onclick="x|y>',
    anchor('https://a.example/&quot;onclick=&quot;x', 'y'),
  ],
  ['a label is escaped', '<https://a.example|&lt;script&gt;>', anchor('https://a.example', '&lt;script&gt;')],
  [
    'code is escaped',
    '`&lt;script&gt;` ```"<i>"```',
    '<code>&lt;script&gt;</code> <br><pre>&quot;&lt;i&gt;&quot;</pre>',
  ],
  ['the marks of unfinished pieces cannot be forged', '\u00000\u0000 `a`', '0 <code>a</code>'],
]

for (const [title, text, markup] of cases) {
  test(`mrkdwn: ${title}`, () => assert.equal(mrkdwn(text, names).text, markup))
}

test('mrkdwn of any mix of signs ends and brings no tags of its own', () => {
  const signs = [
    '*',
    '_',
    '~',
    '`',
    '```',
    '<',
    '>',
    '|',
    '\n',
    '&gt;',
    '"',
    "'",
    '<@U1>',
    'a',
    ' ',
    '<script>',
    '\u0000',
  ]
  for (let seed = 1; seed < 3_000; seed += 1) {
    let state = seed
    const next = () => {
      state = (state * 48_271) % 2_147_483_647
      return state
    }
    const text = Array.from({ length: 12 }, () => signs[next() % signs.length]).join('')
    const tags = mrkdwn(text, names).text.match(/<[^>]*>/g) ?? []
    const known = /^<\/?(b|i|s|code|pre|br|blockquote|span class="mention"|span|div class="item"|div)>$/
    assert.deepEqual(
      tags.filter((tag) => !known.test(tag)),
      [],
      JSON.stringify(text),
    )
  }
})
