import { formatBytes } from '../model/amount.ts'
import type { Table } from '../model/check.ts'
import { utcWords } from '../model/instant.ts'
import { type FactsArgs, showCopy } from './destruction-facts-args.ts'
import type { Contents, Known } from './destruction-facts-known.ts'
import { clientWords, lastWriteWords, plural, rowsWords, tableWords, writtenWords } from './destruction-facts-words.ts'
import { sessionsWords } from './destruction-sessions.ts'
import { readMark } from './quarantine-mark.ts'

type Row = readonly [fact: string, value: string]

/** Everything that is known, for people who decide whether it may go. What is not known is said to be so. */
export function factsTable(known: Known, args: FactsArgs): Table {
  const { server, pointers, unseen } = known
  const contents = known.contents ?? args.before
  const what: readonly Row[] = [
    ['Size', server.size_bytes === null ? 'not known' : formatBytes(server.size_bytes)],
    ['Rows', contents ? rowsOf(contents, known) : 'not known'],
    ...(contents ? tableWords(contents).map((words): Row => ['Biggest tables', words]) : []),
    ['Last write', lastWriteOf(known, args, contents)],
    ...(contents ? [['Rows written', writtenWords(contents, server.counted_since)] satisfies Row] : []),
  ]
  const who: readonly Row[] = [
    ...either('Connected now', server.clients.map(clientWords), 'nobody but Drover'),
    ['Sessions', sessionsWords(known)],
    ['May connect', server.may_connect.length > 0 ? server.may_connect.join(', ') : 'nobody but Drover and superusers'],
    ...either('Points at it', pointersOf(known), pointers.length === 0 ? 'nothing that can be seen' : ''),
    ...(unseen.length > 0 ? [['Not looked into', unseen.join(', ')] satisfies Row] : []),
  ]
  return { rows: [['Fact', 'Found'], ...what, ...who, ...copyOf(known, args)] }
}

function rowsOf(contents: Contents, { contents: now }: Known): string {
  const words = rowsWords(contents)
  return now ? words : `${words}, as of ${utcWords(contents.measuredAt)}, before it was set aside`
}

function lastWriteOf(known: Known, { aside }: FactsArgs, contents: Contents | undefined): string {
  const at = readMark(known.server.comment)?.at
  const words = lastWriteWords(known, contents)
  return aside === undefined || at === undefined ? words : `before it was set aside (${utcWords(at)}); ${words}`
}

/** Names of what still points at a database. */
export function pointersOf({ server, pointers }: Known): readonly string[] {
  return [
    ...server.slots.map((name) => `replication slot ${name}`),
    ...server.subscriptions.map((name) => `subscription ${name}`),
    ...pointers,
  ]
}

function copyOf({ copy }: Known, args: FactsArgs): readonly Row[] {
  const { provenAt, provenRows } = args
  const proven =
    provenAt === undefined
      ? 'Drover has not proven it'
      : `proven equal at ${utcWords(provenAt)}${provenRows === undefined ? '' : `, ${plural(provenRows, 'row')}`}`
  const backup: Row = ['Backups', 'not known to Drover: ask whoever keeps them when one was last restored']
  if (!copy) return [backup]
  const now =
    copy.is === 'missing' ? 'it is not there' : `${formatBytes(copy.sizeBytes)}, ${rowsWords(copy.contents)} now`
  return [['Copy that stays', `${showCopy(args)}: ${now}; ${proven}`], backup]
}

function either(fact: string, all: readonly string[], none: string): readonly Row[] {
  return all.length > 0 ? all.map((one): Row => [fact, one]) : [[fact, none]]
}
