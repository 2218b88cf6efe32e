import type { DatabaseRef } from '../model/ports.ts'
import { INSTEAD } from './physical-instead.ts'
import type { SourceFacts } from './physical-source.ts'
import { sourceContent, sourceRights } from './physical-source-problems.ts'
import type { TargetFacts } from './physical-target.ts'
import { targetContent, targetPlace } from './physical-target-problems.ts'

/** Both sides of a move by files, as they were found. */
export interface Pair {
  readonly from: SourceFacts
  readonly to: TargetFacts
  readonly source: DatabaseRef
  readonly target: DatabaseRef
  /** Roles that have to be there afterwards. */
  readonly roles: readonly string[]
  /** Bytes the target needs beside what it holds. */
  readonly needs: number
  /** The target is this very run's copy already. */
  readonly ownRun: boolean
}

/** What stands in the way, and what to do about it. */
export interface Problem {
  readonly summary: string
  readonly advice: string
}

/** Looks at a pair from one side; what is not in the way is false. */
export type Rule = (pair: Pair) => readonly (Problem | false)[]

/** Older servers make no manifest, so that a copy could not be checked. */
const OLDEST = 130_000

/** Everything that stands in the way, the most basic first. */
export function problemsOf(pair: Pair): readonly Problem[] {
  return [sameKind, sourceRights, sourceContent, targetPlace, targetContent]
    .flatMap((rule) => rule(pair))
    .filter((found) => found !== false)
}

const sameKind: Rule = ({ from, to, source, target }) => [
  from.system === to.system &&
    to.mark === '' && {
      summary: `${source.host} and ${target.host} are the same Postgres cluster, or one is a copy of the other.`,
      advice: 'Source and target have to be two; check sourcePort and targetPort.',
    },
  major(from.version) !== major(to.version) && {
    summary: `Postgres is ${major(from.version)} on ${source.host} and ${major(to.version)} on ${target.host}: files only fit the same major version.`,
    advice: INSTEAD,
  },
  from.version < OLDEST && {
    summary: `Postgres ${major(from.version)} makes no manifest, so a copy of its files could not be checked.`,
    advice: INSTEAD,
  },
  from.machine !== to.machine && {
    summary: `${source.host} is ${from.machine} and ${target.host} is ${to.machine}: files only fit the same architecture.`,
    advice: INSTEAD,
  },
  from.shape !== to.shape && {
    summary: `The servers were built with different block or segment sizes (${from.shape} and ${to.shape}).`,
    advice: INSTEAD,
  },
  from.locales.length > 0 &&
    from.library !== to.library && {
      summary: `${source.host} sorts text by ${from.library} and ${target.host} by ${to.library}: indexes on text could be in the wrong order.`,
      advice: `Start again with method=stream, which builds them anew.`,
    },
  to.missingLocales.length > 0 && {
    summary: `${target.host} lacks the locale ${to.missingLocales.join(', ')}, in which databases of ${source.host} were made.`,
    advice: `Install it on ${target.host} (Debian: locale-gen), then retry.`,
  },
]

/** What people should know before they say yes. */
export function warningsOf({ from, to, source, target, ownRun }: Pair): readonly string[] {
  const gone = ownRun ? [] : to.roles.filter((role) => !from.roles.includes(role))
  const cron = from.databases.filter(({ extensions }) => extensions.includes('pg_cron')).map(({ name }) => name)
  const unlogged = from.databases.filter(({ name, unlogged }) => name !== source.database && unlogged.length > 0)
  return [
    ...(gone.length > 0
      ? [`Role ${gone.join(', ')} of ${target.host} will be gone: roles come from ${source.host}.`]
      : []),
    ...(to.archive_mode === 'off'
      ? []
      : [`${target.host} archives WAL: its archive will get that of another cluster, so make a new base backup.`]),
    ...(source.password === undefined
      ? [
          `${source.host} asks ${source.user} for no password, so while the copy runs everybody on ${target.host} can log in there.`,
        ]
      : []),
    ...(cron.length > 0 ? [`${cron.join(', ')} has jobs of pg_cron, which would run on both sides.`] : []),
    ...(unlogged.length > 0
      ? [`Unlogged tables of ${unlogged.map(({ name }) => name).join(', ')} will be empty.`]
      : []),
  ]
}

function major(version: number): number {
  return Math.floor(version / 10_000)
}
