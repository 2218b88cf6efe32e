import pg from 'pg'
import { z } from 'zod'
import { rowHashes } from '../../src/checks/row-hashes.ts'
import type { RegisteredCheck, Verdict } from '../../src/model/check.ts'
import type { DatabaseRef } from '../../src/model/ports.ts'
import { sameRows } from '../../src/recipes/same-rows.ts'
import { socketUrl } from '../move/method.ts'
import { DATABASE, NEW, OLD } from '../move/pair.ts'
import type { PairSide } from '../move/pair-side.ts'
import type { Proof, World } from './proof.ts'

const STREAMS = 2

/** Exact counts of every table on both sides, as runs with proof=count compare them. */
export const countProof: Proof = {
  name: 'count',
  what: 'Drover, count(*) of every table on both sides, the source under a snapshot',
  finds: (world) => prove(world, { proof: 'count', streams: STREAMS }),
}

/** A hash of every row of every table on both sides, as runs compare them. */
export const hashProof: Proof = {
  name: 'hash',
  what: `Drover, a 128-bit hash of every row of every table on both sides, ${STREAMS} streams, the source under a snapshot`,
  finds: (world) => prove(world, { proof: 'hash', streams: STREAMS }),
}

async function prove(world: World, ways: { readonly proof: string; readonly streams: number }): Promise<boolean> {
  const { source, target } = databasesOf(world)
  const { outputs } = await underSnapshot(world, (snapshot) =>
    ask(world, rowHashes.registered, { on: source, target, snapshot, ...ways }),
  )
  return isEqual(await ask(world, sameRows.registered, { on: target, expected: outputs?.['hashes'], ...ways }))
}

/** A run has a job on the host that holds the snapshot; here a session is enough. */
async function underSnapshot<Result>({ pair }: World, use: (snapshot: string) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: socketUrl(pair.source.cluster) })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    return await use(rows[0]?.snapshot ?? '')
  } finally {
    await client.end()
  }
}

function databasesOf({ pair }: World): { readonly source: DatabaseRef; readonly target: DatabaseRef } {
  return { source: refOf(pair.source, OLD, 'source-pg'), target: refOf(pair.target, NEW, 'target-pg') }
}

function refOf({ cluster }: PairSide, host: string, password: string): DatabaseRef {
  return { host, port: cluster.port, database: DATABASE, user: 'postgres', password }
}

function ask({ tools }: World, check: RegisteredCheck, args: object): Promise<Verdict> {
  const scope = { run: 'bench', step: check.name, attempt: 1, startedAt: tools.now().toISOString() }
  return check.run(z.json().parse(args), tools, scope)
}

function isEqual({ outcome, summary }: Verdict): boolean {
  if (outcome === 'pass' || outcome === 'fail') return outcome === 'pass'
  throw new Error(summary)
}
