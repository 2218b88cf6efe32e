const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, '$1[secret]@'],
  [
    /\b([A-Za-z0-9_.-]*(?:password|passwd|secret|token|pgpass|couchdb_uuid|rolpassword)[A-Za-z0-9_.-]*\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;]+)/gi,
    '$1[secret]',
  ],
  [/^(\s*DETAIL:).*$/gim, '$1 [row content left on the host]'],
  [/^(\s*(?:Row(?!s\b)|Key \(|Failing row contains)).*$/gim, '[row content left on the host]'],
  [/(CONTEXT:\s+COPY .+?, line \d+).*$/gim, '$1 [row content left on the host]'],
  [/(value )"[^"\n]*"(?= is out of range)/gi, '$1"[row content left on the host]"'],
  [/(field value out of range: )"[^"\n]*"/gi, '$1"[row content left on the host]"'],
  [/(invalid input syntax for [^:\n]+:).*$/gim, '$1 [row content left on the host]'],
]

/** Text safe to show: known secret values, URL logins, password-like lines and row content (patient data) are masked. */
export function redact(text: string, secretValues: readonly string[]): string {
  const known = secretValues.filter((value) => value.length >= 4).sort((a, b) => b.length - a.length)
  const masked = known.reduce((rest, value) => rest.replaceAll(value, '[secret]'), text)
  return RULES.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), masked)
}
