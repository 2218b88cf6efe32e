const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** The same value with every text in it masked. Names of fields are ours and stay, and so do instants, which hold no secret. */
export function redacted<Value>(value: Value, redact: (text: string) => string): Value
export function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return INSTANT.test(value) ? value : redact(value)
  if (Array.isArray(value)) return value.map((one: unknown) => redacted(one, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redacted(inner, redact)]))
}
