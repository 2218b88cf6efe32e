const ROW = '[row content left on the host]'

/**
 * Every pattern looks at a character a bounded number of times: a host may send hundreds of kilobytes of anything, and
 * the bot answers nobody while a pattern walks over them. So spaces are those of one line, and runs have a longest length.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@'"]+@/g, '$1[secret]@'],
  [/\b(DETAIL["']?:).*$/gim, `$1 ${ROW}`],
  [/^[^\S\r\n\u2028\u2029]*(?:Row(?!s\b)|Key \(|Failing row contains).*$/gim, ROW],
  [/(CONTEXT:[^\S\r\n\u2028\u2029]{1,20}COPY .{1,200}?, line \d+).*$/gim, `$1 ${ROW}`],
  [/(JSON data, line \d+:).*$/gim, `$1 ${ROW}`],
  [/((?:STATEMENT|QUERY|LINE \d+):[^'\r\n]{0,500}').*$/gim, `$1${ROW}`],
  [/(value )"[^"\n]*"(?= is out of range)/gi, `$1"${ROW}"`],
  [/(field value out of range: )"[^"\n]*"/gi, `$1"${ROW}"`],
  [/(invalid input syntax for [^:\n]{1,200}:).*$/gim, `$1 ${ROW}`],
]

/** What a name is set to that says it holds a secret: `PGPASSWORD=…`, `"token": "…"`. */
const SETTING =
  /(?<![\w.-])(?=[\w.-]*(?:password|passwd|secret|token|pgpass|couchdb_uuid))([\w.-]+["']?[ \t]*[=:][ \t]*)("[^"]*"|'[^']*'|[^\s,;]+)/gi

/** Text safe to show: known secret values, URL logins, password-like lines and row content (patient data) are masked. */
export function redact(text: string, secretValues: readonly string[]): string {
  const known = [...new Set(secretValues.flatMap(spellings))].filter((value) => value.length >= 4)
  const masked = known
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => (marksRow(value) ? withoutRows(rest, value) : rest.replaceAll(value, '[secret]')), text)
  const named = masked.replace(SETTING, '$1[secret]')
  return RULES.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), named)
}

/** Does a secret itself hold what tells that a row follows? */
function marksRow(secret: string): boolean {
  return RULES.some(([pattern]) => secret.search(pattern) !== -1)
}

/** Masks a secret and the rest of its line. */
function withoutRows(text: string, secret: string): string {
  const [before = '', ...after] = text.split(secret)
  const masked = after.map((rest) => `[secret] ${ROW}${/[\r\n\u2028\u2029].*$/s.exec(rest)?.[0] ?? ''}`)
  return `${before}${masked.join('')}`
}

/** A secret as programs spell it: as it is, in a URL, in JSON, in a .pgpass line, and a key file line by line. */
function spellings(value: string): readonly string[] {
  const lines = value.includes('\n') ? value.split('\n').filter((line) => line.length >= 16) : []
  return [value, ...lines].flatMap((one) => [one, inUrl(one), JSON.stringify(one).slice(1, -1), inPgpass(one)])
}

function inPgpass(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll(':', '\\:')
}

/** A lone half of a character has no spelling in a URL. */
function inUrl(value: string): string {
  return encodeURIComponent(
    value.replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD'),
  )
}
