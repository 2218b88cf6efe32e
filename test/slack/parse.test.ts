import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '../../src/model/user-error.ts'
import { parseLine } from '../../src/slack/parse.ts'

const understood: readonly [string, string, readonly string[], Readonly<Record<string, string>>][] = [
  ['', 'help', [], {}],
  ['   ', 'help', [], {}],
  ['Status', 'status', [], {}],
  [
    'start couch2pg-move source=old-pg target=new-pg',
    'start',
    ['couch2pg-move'],
    { source: 'old-pg', target: 'new-pg' },
  ],
  ['hold m7f3xq reason="disk is nearly full"', 'hold', ['m7f3xq'], { reason: 'disk is nearly full' }],
  ['hold reason=“disk is nearly full”', 'hold', [], { reason: 'disk is nearly full' }],
  ['hold reason=”both closing”', 'hold', [], { reason: 'both closing' }],
  ['hold reason=‘it is full’', 'hold', [], { reason: 'it is full' }],
  ['hold reason="straight then curly”', 'hold', [], { reason: 'straight then curly' }],
  ['hold reason="she said “stop” twice"', 'hold', [], { reason: 'she said “stop” twice' }],
  ['hold it’s full', 'hold', ['it’s', 'full'], {}],
  ['hold reason=\'a "b" $HOME \\ c\'', 'hold', [], { reason: 'a "b" $HOME \\ c' }],
  ['hold reason="a \\"b\\" \\\\ \\n"', 'hold', [], { reason: 'a "b" \\ \\n' }],
  ['hold a\\ b', 'hold', ['a b'], {}],
  ['hold a"b c"d', 'hold', ['ab cd'], {}],
  ['hold ""', 'hold', [''], {}],
  ['hold reason=', 'hold', [], { reason: '' }],
  ['hold "a=b"', 'hold', ['a=b'], {}],
  ['hold a=b=c', 'hold', [], { a: 'b=c' }],
  ['hold =x 1=2', 'hold', ['=x', '1=2'], {}],
  ['plan x\n source=a\t target=b', 'plan', ['x'], { source: 'a', target: 'b' }],
  ['hold reason="two\nlines"', 'hold', [], { reason: 'two\nlines' }],
  ['drive <@U123|jonas>', 'drive', ['U123'], {}],
  ['drive to=<@U123>', 'drive', [], { to: 'U123' }],
  ['who <#C123|moves>', 'who', ['C123'], {}],
  ['who <!subteam^S123|@dbas>', 'who', ['S123'], {}],
  ['hold reason="ask <@U123|jonas> in <#C1|moves>"', 'hold', [], { reason: 'ask @jonas in #moves' }],
  ['hold reason="ask <@U123> or <!subteam^S1|@dbas>"', 'hold', [], { reason: 'ask @U123 or @dbas' }],
  ['hold reason=<!channel>', 'hold', [], { reason: '@channel' }],
  ['plan url=<https://example.org/a?b=c|example.org>', 'plan', [], { url: 'https://example.org/a?b=c' }],
  ['plan to=<mailto:a@example.org|a@example.org>', 'plan', [], { to: 'a@example.org' }],
  ['hold reason="a &lt; b &amp;&amp; c &gt; d"', 'hold', [], { reason: 'a < b && c > d' }],
  ['hold &amp;lt;', 'hold', ['&lt;'], {}],
  ['hold a < b', 'hold', ['a', '<', 'b'], {}],
  ['start x password=couchdb-password', 'start', ['x'], { password: 'couchdb-password' }],
  ['start x url=https://ann@example.org/', 'start', ['x'], { url: 'https://ann@example.org/' }],
  ['hold constructor=1', 'hold', [], { constructor: '1' }],
]

for (const [line, subcommand, words, options] of understood) {
  test(`the line ${JSON.stringify(line)} is understood`, () => {
    assert.deepEqual(parseLine(line), { subcommand, words, options })
  })
}

const SECRET = (name: string, example: string) =>
  `${name} looks like it holds a password or token. This message may stay in Slack's history, so that secret has to be changed. Put the new one under secrets: in drover.yml and pass ${example}. Nothing was done.`

const refused: readonly [string, string, string][] = [
  [
    'hold reason="disk full',
    'quote-open',
    'A quote in this line is not closed. Put the same quote at its end and send the line again; nothing was done.',
  ],
  [
    "hold don't",
    'quote-open',
    'A quote in this line is not closed. Put the same quote at its end and send the line again; nothing was done.',
  ],
  ['start x a=1 a=2', 'option-twice', 'a was given twice. Give it once and send the line again; nothing was done.'],
  [
    'start x COUCHDB_URL=http://admin:hunter2@db:5984',
    'secret-in-param',
    SECRET('COUCHDB_URL', 'COUCHDB_URL=<its name>'),
  ],
  ['start x url=<http://admin:hunter2@db:5984|db>', 'secret-in-param', SECRET('url', 'url=<its name>')],
  ['start x db_password=S3cr3t!', 'secret-in-param', SECRET('db_password', 'db_password=<its name>')],
  ['start x couchPassword=S3cr3t!', 'secret-in-param', SECRET('couchPassword', 'couchPassword=<its name>')],
  ['start x https://admin:hunter2@db/', 'secret-in-param', SECRET('One of the words', 'its name')],
  ['https://admin:hunter2@db/', 'secret-in-param', SECRET('One of the words', 'its name')],
]

for (const [line, code, message] of refused) {
  test(`the line ${JSON.stringify(line)} is refused with ${code}`, () => {
    assert.throws(
      () => parseLine(line),
      (error) => error instanceof UserError && error.code === code && error.message === message,
    )
  })
}

test('a refusal never repeats the secret', () => {
  assert.throws(
    () => parseLine('start x a=postgres://ann:hunter2@db/cht'),
    (error) => error instanceof UserError && !error.message.includes('hunter2'),
  )
})

test('a very long word is read at once', () => {
  assert.equal(parseLine(`hold ${'a'.repeat(40_000)}`).words[0]?.length, 40_000)
  assert.throws(() => parseLine(`hold ${'a'.repeat(1000)}://ann:hunter@host`), { code: 'secret-in-param' })
})
