/**
 * A text that can always be sent. A database without an encoding (SQL_ASCII) takes any bytes, and a client that wants
 * UTF-8 gets an error for those that are not: of such a database, bytes beyond ASCII come as `\351`.
 */
export function plainText(sql: string): string {
  return `case getdatabaseencoding() when 'SQL_ASCII' then encode(convert_to(${sql}, 'SQL_ASCII'), 'escape') else ${sql} end`
}
