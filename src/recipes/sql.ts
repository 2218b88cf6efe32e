/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as an SQL identifier. */
export function identifierOf(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
