import fc from 'fast-check'

/** Pieces that mean something to a shell, to Slack, to SQL, YAML and JSON, to a regular expression, or to JavaScript. */
const PIECES = [
  ...["'", '"', '`', '\\', '$', ';', '&', '|', '<', '>', '(', ')', '{', '}', '[', ']', '*', '?', '~', '!', '#', '='],
  ...['\n', '\r\n', '\t', ' ', '\u00a0', '\u2028', '\u0000', '\u001b[31m', '\u202e', '\u200b', '\ufeff'],
  ...['“', '”', '’', '‘', '„', '🐂', 'é', 'e\u0301', '\ud800', '\udc00', '東京', 'مرحبا'],
  ...[
    '$(echo x)',
    '$IFS',
    '`id`',
    "'; echo x; '",
    '&& echo x',
    '|| echo x',
    '> x',
    '<<EOF\n',
    '\nEOF\n',
    '--',
    '-',
    '-rf',
  ],
  ...[
    '<!channel>',
    '<@U0EVIL|x>',
    '<#C0EVIL>',
    '<https://evil.example|click>',
    '&lt;',
    '*bold*',
    '```',
    '<mailto:a@b|a>',
  ],
  ...[
    "' or 1=1 --",
    '%s%n',
    '../..',
    '/dev/zero',
    '{{7*7}}',
    '%00',
    '&a [*a]',
    '*a',
    '!!binary',
    '? ',
    ': ',
    '- ',
    '---',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'true',
    'undefined',
    'NaN',
    '1e999',
    '-0',
    '9'.repeat(30),
  ],
  ...[
    'DETAIL:',
    'password=',
    'https://a:b@c/d',
    'couch2pg-move',
    'start',
    'source=old-pg',
    'reason=',
    'auto',
    '15m',
    '5432',
  ],
] as const

const piece = fc.constantFrom(...PIECES)

/** Text that nobody types by accident: pieces and letters of every kind, and now and then very much of one. */
export const hostileText = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 }).map(joined),
  },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: piece },
  {
    weight: 1,
    arbitrary: fc.tuple(piece, fc.integer({ min: 10, max: 2000 })).map(([text, times]) => text.repeat(times)),
  },
)

/** The same, with some tens of kilobytes in one of a thousand. */
export const hugeText = fc.oneof(
  { weight: 999, arbitrary: hostileText },
  { weight: 1, arbitrary: piece.map((text) => text.repeat(Math.ceil(60_000 / text.length))) },
)

/** Any JSON, with names that every object has. */
export const hostileJson = fc.oneof(fc.jsonValue({ maxDepth: 3 }), hostileText, fc.constantFrom(...ODD()))

function ODD(): readonly unknown[] {
  return [
    null,
    [],
    {},
    '',
    0,
    -1,
    1e308,
    true,
    [null],
    { constructor: null },
    JSON.parse('{"__proto__":{"a":1}}'),
    'x'.repeat(3000),
  ]
}

function joined(parts: readonly string[]): string {
  return parts.join('')
}
