import type { Cluster } from '../../src/demo/cluster.ts'
import { DATABASE } from '../move/pair.ts'

/** A small damage, as a copy that went wrong could leave it. */
export interface Damage {
  readonly name: string
  readonly what: string
  /** Does it to a database, and gives what takes it back. */
  apply(cluster: Cluster): Promise<() => Promise<void>>
}

/** What a proof has to see. Only in a table without a unique index can a row be twice. */
export const DAMAGES: readonly Damage[] = [
  {
    name: 'missing',
    what: 'one row is missing',
    apply: async (cluster) => {
      const row = await pick(cluster, 'couchdb', 'min')
      return damage(cluster, `delete from couchdb where ${row.is}`, `insert into couchdb (doc) values (${row.doc})`)
    },
  },
  {
    name: 'changed',
    what: 'one document has another body, and there are as many rows',
    apply: async (cluster) => {
      const row = await pick(cluster, 'couchdb', 'max')
      const change = `update couchdb set doc = jsonb_set(doc, '{reported_date}', '1') where ${row.is}`
      return damage(cluster, change, `update couchdb set doc = ${row.doc} where ${row.is}`)
    },
  },
  {
    name: 'twice',
    what: 'one row is there twice',
    apply: async (cluster) => {
      const row = await pick(cluster, 'couchdb_users_meta', 'min')
      return damage(
        cluster,
        `insert into couchdb_users_meta (doc) values (${row.doc})`,
        `delete from couchdb_users_meta where ctid = (select max(ctid) from couchdb_users_meta where ${row.is})`,
      )
    },
  },
  {
    name: 'replaced',
    what: 'one row is there twice in the place of another, and there are as many rows',
    apply: async (cluster) => {
      const gone = await pick(cluster, 'couchdb_users_meta', 'max')
      const twice = await pick(cluster, 'couchdb_users_meta', 'min')
      return damage(
        cluster,
        `update couchdb_users_meta set doc = ${twice.doc} where ${gone.is}`,
        `update couchdb_users_meta set doc = ${gone.doc} where ctid = (select max(ctid) from couchdb_users_meta where ${twice.is})`,
      )
    },
  },
]

async function damage(cluster: Cluster, doIt: string, undoIt: string): Promise<() => Promise<void>> {
  await cluster.psql(DATABASE, `${doIt};`)
  return async () => {
    await cluster.psql(DATABASE, `${undoIt};`)
  }
}

/** The first or the last document by id: how to find it, and its body as SQL. */
async function pick(cluster: Cluster, table: string, which: 'min' | 'max'): Promise<{ is: string; doc: string }> {
  const id = await cluster.psql(DATABASE, `select quote_literal(${which}(doc ->> '_id')) from ${table};`)
  const is = `doc ->> '_id' = ${id}`
  const body = await cluster.psql(DATABASE, `select quote_literal(doc::text) from ${table} where ${is};`)
  return { is, doc: `${body}::jsonb` }
}
