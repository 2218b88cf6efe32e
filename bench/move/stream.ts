import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, configSchema } from '../../src/config/schema.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { Run } from '../../src/model/run.ts'
import { runOnBot } from './bot.ts'
import { allDifferences, beginAfresh, type Method, type Told } from './method.ts'
import { moveMigration } from './move-migration.ts'
import { DATABASE, NEW, OLD, type Pair } from './pair.ts'
import type { PairSide } from './pair-side.ts'

/** Our own move by streams: the whole run, from its start to its last proof, which counts every row as the seed does. */
export function createStream(streams: number): Method {
  return way('stream', streams, 'count', 'rows counted and structure compared')
}

/** The same with the proof that the seed does not have: a 128-bit hash of every row on both sides. */
export function createProven(streams: number): Method {
  return way('proven', streams, 'hash', 'every row hashed on both sides and structure compared')
}

function way(name: string, streams: number, proof: string, proven: string): Method {
  return {
    name,
    what: `Drover, method=stream proof=${proof}, ${streams} streams, from start to proven: snapshot, rows in pieces, indexes, statistics, views, ${proven}`,
    prepare: beginAfresh,
    run: (pair, say) => runMove(pair, { method: 'stream', proof, streams: String(streams) }, say),
    differences: allDifferences,
  }
}

/** Runs the data part of couch2pg-move by one of its methods. */
export async function runMove(
  pair: Pair,
  ways: Readonly<Record<string, string>>,
  say: (sentence: string) => void,
): Promise<Told> {
  const { run, events } = await runOnBot({
    migration: moveMigration,
    params: { ...paramsFor(pair), ...ways },
    config: configFor(pair),
    env: passwordsOf(pair),
    dataPath: await mkdtemp(join(pair.dir, 'journal-')),
    say,
  })
  return { stepSeconds: secondsOf(events), ...sentBytesOf(run) }
}

/** drover.yml for a pair. */
export function configFor({ source, target, link }: Pair): Config {
  return configSchema.parse({
    channels: ['C0BENCH'],
    roles: {},
    hosts: { [OLD]: hostOf(source, link.ports[0]), [NEW]: hostOf(target, link.ports[1]) },
    secrets: { 'source-pg': 'env:SOURCE_PG_PASSWORD', 'target-pg': 'env:TARGET_PG_PASSWORD' },
  })
}

/** What its secrets are. */
export function passwordsOf({ source, target }: Pair): Record<string, string> {
  return {
    SOURCE_PG_PASSWORD: source.cluster.passwords.postgres,
    TARGET_PG_PASSWORD: target.cluster.passwords.postgres,
  }
}

function hostOf({ host }: PairSide, port: number): object {
  const { address, user, hostKeyFingerprint, privateKeyPath } = host
  return { connect: 'ssh', address, port, user, hostKey: hostKeyFingerprint, key: privateKeyPath }
}

/** What couch2pg-move is told about a pair. */
function paramsFor({ source, target }: Pair): Record<string, string> {
  return {
    ...{ source: OLD, target: NEW, database: DATABASE },
    sourcePort: String(source.cluster.port),
    targetPort: String(target.cluster.port),
    sourcePassword: 'source-pg',
    targetPassword: 'target-pg',
    couchdbUrl: 'http://127.0.0.1:5984/medic',
    couchdbPassword: 'none',
  }
}

/** From a step's start to its end, as the journal has it. */
function secondsOf(events: readonly RunEvent[]): Record<string, number> {
  const startedAt = new Map<string, string>()
  const seconds: Record<string, number> = {}
  for (const event of events) {
    if (event.type === 'step-started') startedAt.set(event.step, event.at)
    const from = event.type === 'step-succeeded' ? startedAt.get(event.step) : undefined
    if (from !== undefined && 'step' in event) seconds[event.step] = (Date.parse(event.at) - Date.parse(from)) / 1000
  }
  return seconds
}

function sentBytesOf({ outputs }: Run): Pick<Told, 'sentBytes'> {
  const sent = Object.values(outputs).map(({ sentBytes }) => (typeof sentBytes === 'number' ? sentBytes : 0))
  const sentBytes = sent.reduce((sum, bytes) => sum + bytes, 0)
  return sentBytes > 0 ? { sentBytes } : {}
}
