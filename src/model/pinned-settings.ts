/**
 * Session settings under which a value has the same text on every server from version 12 on, whatever the server, the
 * database or the role have set. With `row_security` off a question that would not see every row of a table fails,
 * instead of answering from fewer rows. https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export const PINNED_SETTINGS: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmlbinary: 'base64',
  lc_monetary: 'C',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  row_security: 'off',
}

/** The settings as SQL, for the transaction that is open. A search path, when one is given, holds for it too. */
export function pinSql(searchPath?: string): string {
  const settings = searchPath === undefined ? PINNED_SETTINGS : { ...PINNED_SETTINGS, search_path: searchPath }
  return Object.entries(settings)
    .map(([name, value]) => `set local ${name} = '${value.replaceAll("'", "''")}'`)
    .join('; ')
}
