import { formatBytes } from '../model/amount.ts'
import type { Tolerance, Verdict } from '../model/check.ts'
import { utcWords } from '../model/instant.ts'
import { type FactsArgs, showCopy, showDoomed } from './destruction-facts-args.ts'
import type { Known } from './destruction-facts-known.ts'
import { factsTable, pointersOf } from './destruction-facts-table.ts'
import { clientWords, plural, rowsWords } from './destruction-facts-words.ts'
import { sessionsSince } from './destruction-sessions.ts'
import { readMark } from './quarantine-mark.ts'

/** Vacuum moves the size a little with nobody there; whatever somebody wrote shows in the other values, which may not move at all. */
const SIZE: Tolerance = { percent: 5 }

/** What may go, what must not, and what people have to weigh. An approval falls when any of it moves. */
export function judgeFacts(known: Known, args: FactsArgs): Verdict {
  const { contents, server } = known
  const what = `${showDoomed(args)} is ${formatBytes(server.size_bytes ?? 0)}`
  const rows = contents ?? args.before
  const base = {
    values: valuesOf(known, args),
    tolerance: { size: SIZE, ...(contents?.exact === false && { rows: 'any' as const }) },
    table: factsTable(known, args),
    ...(contents && { outputs: { contents } }),
  }
  const stop = blockerOf(known, args)
  if (stop) return { ...base, ...stop }
  const remarks = remarksOf(known, args)
  const quiet = quietWords(known)
  return {
    ...base,
    outcome: remarks.length > 0 ? 'warn' : 'pass',
    summary: [`${rows ? `${what} with ${rowsWords(rows)}` : what}.`, ...remarks, ...quiet].join(' '),
    ...(remarks.length > 0 && { advice: 'Weigh this before you approve: what is dropped does not come back.' }),
  }
}

/** What people saw and what must be the same when it is dropped. */
function valuesOf(known: Known, { aside, before }: FactsArgs): Verdict['values'] {
  const { server, contents } = known
  const since = sessionsSince(known)
  const connected = sumOf(server.clients.map(({ sessions }) => sessions))
  return {
    size: server.size_bytes ?? 'not known',
    rows: (contents ?? before)?.rows ?? 'not known',
    ...(contents && { written: contents.written }),
    ...(aside !== undefined && {
      name: aside,
      sessions: since?.is === 'counted' ? since.sessions : 'not known',
      mayConnect: server.may_connect.join(', ') || 'nobody',
    }),
    connected,
    pointers: pointersOf(known).length,
  }
}

type Stop = Pick<Verdict, 'summary' | 'advice'> & { readonly outcome: 'fail' | 'error' }

/** The first thing for which it must not be dropped. */
function blockerOf(known: Known, args: FactsArgs): Stop | undefined {
  return strangerOf(known, args) ?? userOf(known, args) ?? lostCopyOf(known, args)
}

function fail(summary: string, advice: string): Stop {
  return { outcome: 'fail', summary, advice: `Nothing was dropped. ${advice}` }
}

/** Is it the database that people think it is? */
function strangerOf({ server, run }: Known, args: FactsArgs): Stop | undefined {
  if (!server.present)
    return fail(
      `${showDoomed(args)} is not there.`,
      `Somebody renamed or dropped it. See on ${args.on.host} which databases there are, then retry.`,
    )
  if (args.aside === undefined) return undefined
  const mark = readMark(server.comment)
  if (mark?.run === run && mark.was === args.on.database && mark.at !== undefined) return undefined
  return fail(
    `${showDoomed(args)} does not bear the mark of this run, so it may be somebody else’s.`,
    'Find out who made or marked it. This run drops only what it set aside itself.',
  )
}

/** Does somebody use it right now? What the login may not see does not count as nobody. */
function userOf({ server }: Known, args: FactsArgs): Stop | undefined {
  const hidden = sumOf(server.clients.map(({ hidden }) => hidden))
  if (hidden > 0)
    return {
      outcome: 'error',
      summary: `Could not tell whether ${showDoomed(args)} is in use: ${server.login} may not see what ${plural(hidden, 'session')} of others ${hidden === 1 ? 'does' : 'do'}.`,
      advice: `Nothing was dropped. On ${args.on.host}: grant pg_read_all_stats to ${server.login}; then retry.`,
    }
  const users = server.clients.filter(({ busy }) => args.aside !== undefined || busy > 0)
  if (users.length > 0)
    return fail(
      `${showDoomed(args)} is in use: ${users.slice(0, 3).map(clientWords).join('; ')}.`,
      'Find out who that is, let them stop or switch over, then retry.',
    )
  if (server.prepared > 0)
    return fail(
      `${showDoomed(args)} holds ${plural(server.prepared, 'prepared transaction')} that nobody committed.`,
      'Commit it or roll it back (select * from pg_prepared_xacts), then retry.',
    )
  return undefined
}

function lostCopyOf({ copy }: Known, args: FactsArgs): Stop | undefined {
  if (copy?.is === 'missing' || (copy?.is === 'there' && copy.contents.tables === 0))
    return fail(
      `The copy ${showCopy(args)} ${copy.is === 'missing' ? 'is not there' : 'is empty'}, so ${showDoomed(args)} is all there is.`,
      'Find out what happened to the copy before anything else.',
    )
  return undefined
}

/** What nobody but people can weigh. */
function remarksOf(known: Known, args: FactsArgs): readonly string[] {
  const { server, unseen, copy } = known
  const pointers = pointersOf(known)
  const since = sessionsSince(known)
  const before = known.contents ?? args.before
  const fewer = copy?.is === 'there' && before && copy.contents.rows < before.rows
  return [
    ...(server.clients.length > 0
      ? [`Connected and idle: ${server.clients.slice(0, 3).map(clientWords).join('; ')}.`]
      : []),
    ...(since?.is === 'counted' && since.sessions > 0
      ? [`${plural(since.sessions, 'session')} entered it since it was set aside at ${utcWords(since.at)}.`]
      : []),
    ...(since?.is === 'unknown'
      ? [`Whether anybody entered it since it was set aside at ${utcWords(since.at)} is not known: ${since.why}.`]
      : []),
    ...(args.aside !== undefined && server.may_connect.length > 0
      ? [`Somebody let ${server.may_connect.join(', ')} connect to it again.`]
      : []),
    ...(pointers.length > 0 ? [`Still pointing at it: ${pointers.slice(0, 5).join(', ')}.`] : []),
    ...(unseen.length > 0 ? [`${unseen.join(', ')} could not be looked into for what points at it.`] : []),
    ...(fewer
      ? [`The copy ${showCopy(args)} holds fewer rows: ${rowsWords(copy.contents)}, ${rowsWords(before)} here.`]
      : []),
  ]
}

function quietWords(known: Known): readonly string[] {
  const since = sessionsSince(known)
  return since?.is === 'counted' && since.sessions === 0
    ? [`Nobody has entered it since it was set aside at ${utcWords(since.at)}.`]
    : []
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
