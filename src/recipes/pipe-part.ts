import type { ActionContext } from '../model/action.ts'
import type { Pace } from '../model/pace.ts'
import type { DatabaseRef, PipeResult, Tools } from '../model/ports.ts'
import type { Shell } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'
import { databaseEnd } from './database-end.ts'
import { arrived } from './ledger.ts'

/** A part of a copy: what the source sends, and how the target takes it, with its markers in the same transactions. */
export interface Part {
  readonly name: string
  readonly marks: readonly string[]
  readonly send: Shell
  readonly take: Shell
  /** Private files of the source's command. */
  readonly files?: Readonly<Record<string, string>>
}

/** Two databases, and whether bytes pass through the bot or go from host to host. */
export interface Sides {
  readonly source: DatabaseRef
  readonly target: DatabaseRef
  readonly direct: boolean
  /** What all streams of an act share, so that they keep below a limit together. */
  readonly pace?: Pace | undefined
}

/**
 * Sends one part, by as many streams as there are counters of bytes; several divide it among themselves. One that breaks
 * lets the others go on. A part that had arrived all the same, under a broken connection, counts as sent.
 */
export async function pipePart(
  tools: Tools,
  sides: Sides,
  part: Part,
  context: ActionContext,
  counters: readonly ((bytes: number) => void)[],
): Promise<void> {
  const [source, target] = await Promise.all([
    databaseEnd(tools, sides.source, part.send, part.files),
    databaseEnd(tools, sides.target, part.take),
  ])
  const { direct, pace } = sides
  const pipes = counters.map((onBytes) =>
    tools.hosts.pipe(source, target, { ...{ direct, onBytes, signal: context.signal }, ...(pace && { pace }) }),
  )
  const broken = (await allEnded(pipes)).find((end) => end.source.code !== 0 || end.target.code !== 0)
  if (!broken) return
  const ledger = await arrived(tools, sides.target)
  if (part.marks.every((mark) => ledger.has(mark))) return
  if (/invalid snapshot identifier|could not import the requested snapshot/.test(broken.source.stderr))
    throw new UserError('snapshot-lost', snapshotGone(part, sides.source))
  throw new UserError('part-failed', sentence(part, sides, broken.source, broken.target))
}

/** What all of them ended with, or the first one's complaint once none is under way any more. */
async function allEnded(pipes: readonly Promise<PipeResult>[]): Promise<readonly PipeResult[]> {
  await Promise.allSettled(pipes)
  return Promise.all(pipes)
}

function snapshotGone({ name }: Part, { database, host }: DatabaseRef): string {
  return `The snapshot of database ${database} on ${host} is gone: the server restarted, or the session that held it ended. ${name} was not sent, and what was copied under the snapshot cannot be continued. Roll back, which drops the new database, and start again.`
}

/** The source's complaint explains more than the target's, which then only saw its stream end. */
function sentence(
  part: Part,
  { source, target }: Sides,
  from: { code: number; stderr: string },
  to: { code: number; stderr: string },
): string {
  const guilty =
    from.code !== 0 && from.stderr.trim()
      ? { host: source.host, ...from }
      : to.code !== 0
        ? { host: target.host, ...to }
        : { host: source.host, ...from }
  return `${part.name} did not arrive whole: ${guilty.host} ended with exit ${guilty.code}. What had arrived stays, half a piece never does, and a retry sends the rest.\n${guilty.stderr.trim()}`
}
