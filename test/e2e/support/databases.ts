import assert from 'node:assert/strict'
import { compareDatabases } from '../../../src/demo/compare-databases.ts'
import { until } from '../../../src/demo/until.ts'
import type { Play } from './play.ts'

/** Compares every row and definition itself, without Drover, and fails with what differs. */
export async function assertEqualDatabases({ bed }: Play): Promise<void> {
  const url = (side: 'source' | 'target') => bed[side].cluster.url('postgres', bed.config.database)
  const { differences, tables } = await compareDatabases(url('source'), url('target'))
  assert.deepEqual(differences, [])
  assert.ok(tables.length > 0)
}

/** One value, asked as superuser. */
export async function askDatabase({ bed }: Play, side: 'source' | 'target', sql: string, database = 'cht') {
  return bed[side].cluster.psql(database, `${sql};`)
}

/** Whether the moved database is there on the target. */
export async function targetExists(play: Play): Promise<boolean> {
  const count = await askDatabase(play, 'target', `select count(*) from pg_database where datname = 'cht'`, 'postgres')
  return count === '1'
}

/** Transactions that Drover's copies, dumps and snapshots have open on a side. Its idle sessions hold nothing. */
export async function openTransactions(play: Play, side: 'source' | 'target'): Promise<number> {
  const sql = `select count(*) from pg_stat_activity where datname = 'cht' and application_name in ('drover', 'psql', 'pg_dump', 'pg_restore') and xact_start is not null and pid <> pg_backend_pid()`
  return Number(await askDatabase(play, side, sql, 'postgres'))
}

/** Waits until no transaction of Drover's is open: a server takes a moment to notice that its client is gone. */
export async function noTransactionLeft(play: Play, side: 'source' | 'target'): Promise<void> {
  await until(async () => ((await openTransactions(play, side)) === 0 ? true : undefined), {
    timeoutMs: 30_000,
    otherwise: () => `Drover still has a transaction open on the ${side}`,
  })
}
