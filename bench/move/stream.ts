import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { allDifferences, beginAfresh, type Method } from './method.ts'
import { type Mover, startMover } from './mover.ts'
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
  return byDrover({
    name,
    what: `Drover, method=stream proof=${proof}, ${streams} streams, from start to proven: snapshot, rows in pieces, indexes, statistics, views, ${proven}`,
    ways: { method: 'stream', proof, streams: String(streams) },
    prepare: beginAfresh,
    differences: allDifferences,
  })
}

/** A method of Drover's own: `ways` are its params beside those that say where. */
export function byDrover(method: Omit<Method, 'run'> & { readonly ways: Readonly<Record<string, string>> }): Method {
  let mover: Mover | undefined
  return {
    ...method,
    prepare: async (pair) => {
      await method.prepare(pair)
      mover = await startMover()
    },
    run: async (pair, say) => {
      if (!mover) throw new Error('Drover was not started')
      const dataPath = await mkdtemp(join(pair.dir, 'journal-'))
      const params = { ...paramsFor(pair), ...method.ways }
      return mover.move({ params, config: configFor(pair), env: passwordsOf(pair), dataPath }, say)
    },
  }
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
