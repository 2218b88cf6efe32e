import { utcWords } from '../model/instant.ts'
import type { Known } from './destruction-facts-known.ts'
import { plural } from './destruction-facts-words.ts'
import { readMark } from './quarantine-mark.ts'

/** Sessions in a database since this run set it aside. */
export type Since =
  | { readonly is: 'counted'; readonly sessions: number; readonly at: string }
  /** The server keeps no count, or began a new one meanwhile. */
  | { readonly is: 'unknown'; readonly why: string; readonly at: string }

/** Undefined for a database that was not set aside. */
export function sessionsSince({ server }: Pick<Known, 'server'>): Since | undefined {
  const { at, sessions, countedSince } = readMark(server.comment) ?? {}
  if (at === undefined) return undefined
  if (server.sessions === null || sessions === null || sessions === undefined)
    return { is: 'unknown', at, why: `Postgres ${server.major} does not count sessions` }
  if (countedSince !== server.counted_since || server.sessions < sessions)
    return { is: 'unknown', at, why: 'the server’s counters began anew meanwhile' }
  return { is: 'counted', at, sessions: server.sessions - sessions }
}

/** `none since it was set aside at …`, or how many since the counters began. */
export function sessionsWords(known: Pick<Known, 'server'>): string {
  const since = sessionsSince(known)
  if (since?.is === 'unknown') return `not known since it was set aside at ${utcWords(since.at)}: ${since.why}`
  if (since) return `${since.sessions === 0 ? 'none' : since.sessions} since it was set aside at ${utcWords(since.at)}`
  const { sessions, counted_since, major } = known.server
  if (sessions === null) return `not known: Postgres ${major} does not count them`
  const from = counted_since === null ? 'the server began to count' : utcWords(counted_since)
  return `${plural(sessions, 'session')} since ${from}, Drover’s own among them; not known by day`
}
