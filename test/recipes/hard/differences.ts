import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Cluster } from '../../../src/demo/cluster.ts'
import { compareDatabases } from '../../../src/demo/compare-databases.ts'
import type { HardBed } from './bed.ts'

/**
 * What is not the same on both sides: rows of tables and materialized views by the bed's own comparison, every definition
 * by the text that pg_dump gives for it, sequences by their own state.
 */
export async function differences({ source, target }: HardBed, database: string): Promise<readonly string[]> {
  const [before, after] = [source.cluster, target.cluster]
  const [rows, dumps, states] = await Promise.all([
    compareDatabases(before.url('postgres', database), after.url('postgres', database)),
    Promise.all([before, after].map((cluster) => definitions(cluster, database))),
    Promise.all([before, after].map((cluster) => sequences(cluster, database))),
  ])
  return [
    ...rows.tables
      .filter(({ equal }) => !equal)
      .map(({ name, sourceRows, targetRows }) => `${name}: ${sourceRows} ${targetRows}`),
    ...unlike(dumps[0] ?? [], dumps[1] ?? []),
    ...unlike(states[0] ?? [], states[1] ?? []),
  ]
}

function unlike(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)]
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ]
}

/** The mark of a run is in the comment of the new database, and psql's own guards hold a random word. */
async function definitions(cluster: Cluster, database: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    join(cluster.binDir, 'pg_dump'),
    ['-h', cluster.socketDir, '-p', String(cluster.port), '-U', 'postgres', '-s', '-C', '--no-subscriptions', database],
    { maxBuffer: 64 * 1024 * 1024, encoding: 'latin1' },
  )
  return stdout
    .split('\n')
    .filter((line) => line && !/^(\\(un)?restrict |COMMENT ON DATABASE|-- Name: DATABASE .*Type: COMMENT)/.test(line))
}

async function sequences(cluster: Cluster, database: string): Promise<readonly string[]> {
  const state = `query_to_xml(format('select last_value, is_called from %s', c.oid::regclass), false, true, '')`
  const text = await cluster.psql(
    database,
    `select c.oid::regclass || ' ' || replace(${state}::text, chr(10), '') from pg_class c where relkind = 'S' order by 1`,
  )
  return text.split('\n')
}
