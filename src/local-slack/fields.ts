/** A JSON object whose shape is not known yet: what Slack's methods, blocks and payloads are made of. */
export type Fields = Record<string, unknown>

/** Whether the value is a JSON object. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object under the key, or undefined when there is none. */
export const fieldsAt = (fields: Fields, key: string): Fields | undefined => {
  const value = fields[key]
  return isFields(value) ? value : undefined
}

/** The text under the key; numbers count as text, as they do in form bodies. */
export const textAt = (fields: Fields, key: string): string | undefined => {
  const value = fields[key]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

/** The objects of the list under the key; empty when there is no list. */
export const rowsAt = (fields: Fields, key: string): Fields[] => {
  const value = fields[key]
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** Whether the flag is set; form bodies spell it as text. */
export const flagAt = (fields: Fields, key: string): boolean => {
  const value = fields[key]
  return value === true || value === 'true' || value === '1'
}

/** The value of JSON text, or undefined when the text is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
