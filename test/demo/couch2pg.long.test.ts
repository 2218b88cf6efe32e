import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type BedFolder, createBedFolder } from '../../src/demo/bed-folder.ts'
import { type Cluster, startCluster } from '../../src/demo/cluster.ts'
import { compareDatabases } from '../../src/demo/compare-databases.ts'
import { type Couchdb, startCouchdb } from '../../src/demo/couchdb.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { loadDatabase } from '../../src/demo/load.ts'
import { findTools } from '../../src/demo/tools.ts'
import { comparable, recorded, runStandIn } from './recorded-log.ts'

const DOCS = 300
const COMPLETED = /Run completed\. Next run at .*/

describe('the couch2pg stand-in writes what the real one was recorded to write', () => {
  let folder: BedFolder
  let cluster: Cluster
  let couchPort: number

  before(async () => {
    const { postgresBinDir } = await findTools()
    folder = await createBedFolder()
    couchPort = await freePort()
    const dir = `${folder.dir}/postgres`
    cluster = await folder.keep(startCluster({ name: 'pg', dir, bedDir: folder.dir, binDir: postgresBinDir }))
    await withCouchdb(async ({ instance }) => {
      const couchHost = `127.0.0.1:${couchPort}`
      await loadDatabase({ cluster, database: 'loaded', couch: instance, couchHost })
    })
  })
  after(() => folder.clear())

  test('on a first run into an empty database, which then holds what a loaded one holds', async () => {
    await cluster.psql('postgres', 'CREATE DATABASE fresh OWNER couch2pg;')
    await withCouchdb(async (couchdb) => {
      const { log } = await runStandIn(environment('fresh', couchdb.url()), COMPLETED)
      assert.equal(shape(log), recorded('first-run'))
    })
    const comparison = await compareDatabases(cluster.url('postgres', 'loaded'), cluster.url('postgres', 'fresh'))
    // Their run_at says when the tables were made.
    assert.deepEqual(comparison.differences, [
      'public.users_meta_migrations has 8 rows on both sides, but not the same ones.',
      'public.xmlforms_migrations has 9 rows on both sides, but not the same ones.',
    ])
  })

  test('on a restart with nothing new: from the stored sequence, no refresh', async () => {
    const { log } = await onCopy('unchanged', () => {})
    assert.equal(shape(log), recorded('no-changes'))
  })

  test('on a restart with new and deleted documents', async () => {
    const { log } = await onCopy('incremental', (couchdb) => {
      couchdb.change(4)
      couchdb.remove(2)
    })
    assert.equal(shape(log), recorded('incremental-run'))
    const rows = await cluster.psql('incremental', "SELECT count(*) FROM couchdb WHERE doc ->> '_rev' LIKE '2-%'")
    assert.equal(rows, '2', 'four were edited, and two of these were deleted')
  })

  test('with another spelling of the same CouchDB: from 0', async () => {
    const off = { SYNC_DB_USER_META: 'false', SYNC_DB_LOGS: 'false', SYNC_DB_USERS: 'false' }
    await copyOfLoaded('spelling')
    const { log } = await withCouchdb(({ url }) =>
      runStandIn({ ...environment('spelling', url('localhost')), ...off }, COMPLETED),
    )
    assert.equal(shape(log), recorded('other-spelling'))
    const progress = await cluster.psql('spelling', 'SELECT source FROM couchdb_progress ORDER BY 1')
    assert.match(progress, new RegExp(`^localhost:${couchPort}/medic$`, 'm'))
  })

  test('with a matview that is not populated', async () => {
    const { log, code } = await onCopy('unpopulated', (couchdb) => couchdb.change(1), {
      before: 'REFRESH MATERIALIZED VIEW useview_feedback WITH NO DATA',
    })
    assert.equal(shape(log), recorded('matview-unpopulated'))
    assert.equal(code, 1)
  })

  test('with a matview of another owner', async () => {
    const { log, code } = await onCopy('owner', (couchdb) => couchdb.change(1), {
      before: 'ALTER MATERIALIZED VIEW useview_feedback OWNER TO postgres',
    })
    assert.equal(shape(log), recorded('matview-other-owner'))
    assert.equal(code, 1)
  })

  test('with a wrong CouchDB password', async () => {
    const { log, code } = await onCopy('unauthorized', () => {}, { couchUrl: (url) => url.replace('secret', 'wrong') })
    assert.equal(shape(log), recorded('couchdb-401'))
    assert.equal(code, 1)
  })

  test('with a CouchDB that is down: twice, then it gives up', async () => {
    await copyOfLoaded('refused')
    await cluster.psql('refused', 'DELETE FROM couchdb_progress')
    const { log, code } = await runStandIn(environment('refused', `http://medic:secret@127.0.0.1:${couchPort}/medic`))
    assert.equal(shape(log), recorded('couchdb-refused'))
    assert.equal(code, 1)
  })

  test('with a database name that CouchDB does not have: nothing to do, and no database made', async () => {
    const { log } = await onCopy('typo', () => {}, { couchUrl: (url) => url.replace(/medic$/, 'medicc') })
    assert.match(log, /There are 0 changes to process/)
    assert.match(log, COMPLETED)
  })

  const POSTGRES_FAILURES = [
    ['a Postgres that is down', 'postgres-down', (url: string) => url.replace(/:\d+\//, ':1/')],
    ['a Postgres database that does not exist', 'database-missing', (url: string) => url.replace(/\/\w+$/, '/nope')],
    ['a wrong Postgres password', 'wrong-password', (url: string) => url.replace(/:\w+@/, ':bad@')],
  ] as const
  for (const [what, name, change] of POSTGRES_FAILURES) {
    test(`with ${what}`, async () => {
      const url = change(cluster.url('couch2pg', 'loaded'))
      const env = { ...environment('loaded', `http://medic:secret@127.0.0.1:${couchPort}/medic`), POSTGRESQL_URL: url }
      const { log, code } = await runStandIn(env)
      const seen = shape(log.replaceAll('127.0.0.1:1', `127.0.0.1:${cluster.port}`))
      assert.equal(seen, recorded(name))
      assert.equal(code, 1)
    })
  }

  test('with a SCRAM password', async () => {
    await cluster.psql('postgres', "CREATE ROLE newer LOGIN PASSWORD 'hidden'")
    const url = `postgres://newer:hidden@127.0.0.1:${cluster.port}/loaded`
    const env = { ...environment('loaded', `http://medic:secret@127.0.0.1:${couchPort}/medic`), POSTGRESQL_URL: url }
    const { log, code } = await runStandIn(env)
    assert.equal(shape(log), recorded('scram'))
    assert.equal(code, 1)
  })

  test('with tables that belong to somebody else', async () => {
    const { log, code } = await onCopy('stolen', () => {}, {
      before: 'ALTER TABLE couch2pg_migrations OWNER TO postgres',
    })
    assert.match(log, /ERROR\]: {2}error: must be owner of table couch2pg_migrations/)
    assert.match(log, / {2}code: '42501',/)
    assert.match(log, /ERROR\]: {2}exiting\n$/)
    assert.equal(code, 1)
  })

  test('with tables that another version made', async () => {
    const { log, code } = await onCopy('version', () => {}, {
      before: "UPDATE xmlforms_migrations SET md5 = 'e0535c9f' WHERE version = 201606200952",
    })
    assert.match(log, /MD5 checksum failed for migration \[201606200952\]/)
    assert.equal(code, 1)
  })

  interface Twist {
    /** SQL for the copy before couch2pg starts. */
    before?: string
    couchUrl?: (url: string) => string
  }

  /** Runs couch2pg on a copy of the loaded database after CouchDB has changed. */
  async function onCopy(database: string, change: (couchdb: Couchdb) => void, twist: Twist = {}) {
    await copyOfLoaded(database)
    if (twist.before) await cluster.psql(database, twist.before)
    return withCouchdb((couchdb) => {
      change(couchdb)
      const url = twist.couchUrl?.(couchdb.url()) ?? couchdb.url()
      return runStandIn(environment(database, url), COMPLETED)
    })
  }

  async function copyOfLoaded(database: string): Promise<void> {
    await cluster.psql('postgres', `CREATE DATABASE ${database} TEMPLATE loaded OWNER couch2pg;`)
  }

  /** The same CouchDB each time: what one test changes, the next does not see. */
  async function withCouchdb<T>(use: (couchdb: Couchdb) => Promise<T>): Promise<T> {
    const couchdb = await startCouchdb({ port: couchPort, docs: DOCS })
    try {
      return await use(couchdb)
    } finally {
      await couchdb.stop()
    }
  }

  function environment(database: string, couchdbUrl: string): Record<string, string> {
    return {
      COUCHDB_URL: couchdbUrl,
      POSTGRESQL_URL: cluster.url('couch2pg', database),
      COUCH2PG_SLEEP_MINS: '0.002',
      COUCH2PG_USERS_META_DOC_LIMIT: '1000',
      COUCH2PG_CHANGES_LIMIT: '5000',
      COUCH2PG_RETRY_COUNT: '1',
    }
  }

  function shape(log: string): string {
    const names = /(<pg>\/)(fresh|loaded|unchanged|incremental|spelling|unpopulated|owner|unauthorized|refused)\b/g
    return comparable(log, { couch: couchPort, postgres: cluster.port }).replace(names, '$1cht')
  }
})
