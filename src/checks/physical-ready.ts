import { z } from 'zod'
import { formatBytes } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { databaseArgs } from './database-args.ts'
import { type Pair, type Problem, problemsOf, warningsOf } from './physical-problems.ts'
import { sourceFacts } from './physical-source.ts'
import { targetFacts } from './physical-target.ts'

/** Room for the copy, its WAL and the target's own files. */
const ROOM = 1.1

/**
 * Can a whole cluster move by its files, from this server to that one? Lists what comes along, since a move by files
 * takes every database. Its outputs say where the target's server lives, for the steps of physicalPostgres.
 */
export const physicalReady = defineCheck({
  name: 'physical-ready',
  version: 1,
  args: z.object({ source: databaseArgs, target: databaseArgs, roles: z.array(z.string()).optional() }),
  title: ({ source, target }) =>
    `Can the files of ${'output' in source ? 'the source' : source.host} move to ${'output' in target ? 'the target' : target.host}`,
  measure: async ({ source, target }, tools, { run }) => {
    const from = await sourceFacts(tools, source)
    const to = await targetFacts(tools, target, from.locales)
    const local = (await Promise.all([source, target].map(({ host }) => tools.hosts.hostKey(host)))).every(
      (key) => key === undefined,
    )
    return { from, to, run, local }
  },
  judge: (found, { source, target, roles = [] }): Verdict => judgePhysical(found, source, target, roles),
})

interface Found extends Pick<Pair, 'from' | 'to'> {
  readonly run: string
  /** Both hosts are the bot's own machine: packing would only cost time. */
  readonly local: boolean
}

/** Everything that stands in the way, the first of it in the summary; else what people should know. */
export function judgePhysical(
  { from, to, run, local }: Found,
  source: DatabaseRef,
  target: DatabaseRef,
  roles: readonly string[] = [],
): Verdict {
  const bytes = from.databases.reduce((sum, one) => sum + one.bytes, 0)
  const needs = Math.ceil(bytes * ROOM)
  const pair = { from, to, source, target, roles, needs, ownRun: to.mark === `drover ${run}` }
  const table = { rows: [['Database', 'Size'], ...from.databases.map((one) => [one.name, formatBytes(one.bytes)])] }
  const values = { bytes, databases: from.databases.length, free: to.freeBytes }
  const tolerance = {
    bytes: { percent: 10 },
    databases: { absolute: 0 },
    free: { absolute: Math.max(0, to.freeBytes - needs) },
  }
  const outputs = {
    ...{ folder: to.folder, bin: to.bin, owner: to.owner, ownFiles: to.ownFiles.join(' ') },
    // Only root may ask systemd; the owner stops and starts the server by pg_ctl.
    unit: to.login === 'root' ? to.unit : '',
    ...{ bytes, superuser: from.superuser, compress: local ? '' : compressionOf(pair) },
    walLimitBytes: Math.floor(from.walFreeBytes / 2),
  }
  const base = { values, tolerance, table, outputs }
  const problems = problemsOf(pair)
  if (problems.length > 0) return { ...base, ...refusal(problems) }
  const others = from.databases.filter(
    ({ name }) => !['postgres', 'template0', 'template1', source.database].includes(name),
  )
  const along =
    others.length === 0
      ? ''
      : ` ${others.map(({ name }) => name).join(', ')} ${others.length === 1 ? 'comes' : 'come'} along.`
  const what = `The whole cluster of ${source.host}, ${formatBytes(bytes)}, can move to ${target.host}.${along}`
  const warnings = warningsOf(pair)
  return { ...base, outcome: warnings.length > 0 ? 'warn' : 'pass', summary: [what, ...warnings].join(' ') }
}

function refusal([first, ...more]: readonly Problem[]): Pick<Verdict, 'outcome' | 'summary' | 'advice'> {
  const also = more.map(({ summary, advice }) => `Also: ${summary} ${advice}`)
  return {
    outcome: 'fail',
    summary: first?.summary ?? '',
    advice: ['Nothing was changed.', first?.advice ?? '', ...also].join(' '),
  }
}

/** Server and program both have to know how; before 15 no server packs a backup. */
function compressionOf({ from, to }: Pair): string {
  return from.version >= 150_000 && to.version >= 150_000 ? (from.compressions[0] ?? '') : ''
}
