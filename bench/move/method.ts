import { mkdir, rm } from 'node:fs/promises'
import { compareDatabases, type DatabaseComparison } from '../../src/demo/compare-databases.ts'
import type { Told } from './errand.ts'
import { DATABASE, type Pair } from './pair.ts'
import type { Installed } from './present.ts'

/** One way to bring a database from one server to the other. */
export interface Method extends Installed {
  readonly name: string
  /** One line for people: what is timed. */
  readonly what: string
  /** Brings the target to where this method begins. Not timed. */
  prepare(pair: Pair): Promise<void>
  run(pair: Pair, say: (sentence: string) => void): Promise<Told>
  /** Sentences about what differs; none when the target holds what this method promises. Not timed. */
  differences(pair: Pair): Promise<readonly string[]>
}

/** The target's server without the database, no work files anywhere, and both servers with nothing left to write. */
export async function beginAfresh({ source, target, operator }: Pair): Promise<void> {
  await operator.sh('rm -f -- *.tar *.tar.gz')
  await Promise.all([source, target].map(({ workDir }) => emptyFolder(workDir)))
  await target.cluster.psql('postgres', `drop database if exists ${DATABASE} with (force);\ncheckpoint;`)
  await source.cluster.psql('postgres', 'checkpoint;')
}

async function emptyFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { mode: 0o700 })
}

/** Everything of both databases. Goes through the servers' sockets, so passwords that were moved do not matter. */
export function compareAll({ source, target }: Pair): Promise<DatabaseComparison> {
  return compareDatabases(socketUrl(source.cluster), socketUrl(target.cluster))
}

/** What differs between two whole databases. */
export async function allDifferences(pair: Pair): Promise<readonly string[]> {
  return (await compareAll(pair)).differences
}

/** A superuser's way in that needs no password. */
export function socketUrl({ socketDir, port }: { socketDir: string; port: number }): string {
  return `postgres://postgres@/${DATABASE}?host=${encodeURIComponent(socketDir)}&port=${port}`
}
