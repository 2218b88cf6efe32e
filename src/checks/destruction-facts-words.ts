import { formatBytes, formatCount } from '../model/amount.ts'
import { utcWords } from '../model/instant.ts'
import type { Client, Contents, Known } from './destruction-facts-known.ts'

/** `1 session`, `3 sessions`. */
export function plural(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`
}

/** `20,012 rows in 8 tables`, or `about 20,000 rows …` where Postgres was only asked what it thinks. */
export function rowsWords({ rows, exact, tables }: Contents): string {
  return `${exact ? '' : 'about '}${plural(rows, 'row')} in ${plural(tables, 'table')}`
}

/** `psql as dashboard: 2 sessions from 1 address, 1 of them active`. Addresses are only counted. */
export function clientWords({ program, role, sessions, busy, addresses }: Client): string {
  const who = `${program || 'a program without a name'} as ${role ?? 'nobody'}`
  return `${who}: ${plural(sessions, 'session')} from ${addresses === 1 ? '1 address' : `${addresses} addresses`}, ${busy} of them active`
}

/** When it was last written to, as far as that can be known. Deletions leave no row behind that would say so. */
export function lastWriteWords({ server }: Pick<Known, 'server'>, contents: Contents | undefined): string {
  if (contents?.newestRowAt !== undefined)
    return `newest row still there: ${utcWords(contents.newestRowAt)}; deletions are not seen`
  if (server.last_commit !== null)
    return `not known of this database; the last commit in any database of the server was at ${utcWords(server.last_commit)}`
  return 'not known: track_commit_timestamp is off'
}

/** Rows written since Postgres counts. */
export function writtenWords({ written }: Contents, countedSince: string | null): string {
  return `${formatCount(written)} ${countedSince === null ? 'since the server began to count' : `since ${utcWords(countedSince)}`}`
}

/** `public.couchdb: 20,000 rows, 18 MB`. */
export function tableWords({ biggest, exact }: Contents): readonly string[] {
  return biggest.map(
    ({ table, rows, bytes }) => `${table}: ${exact ? '' : 'about '}${plural(rows, 'row')}, ${formatBytes(bytes)}`,
  )
}
