import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Bed, startBed } from '../../src/demo/bed.ts'
import { compareDatabases } from '../../src/demo/compare-databases.ts'
import { BED_VARIABLE, isAlive, processesWith } from '../../src/demo/processes.ts'
import { createSshKey } from '../../src/demo/ssh-key.ts'
import { findTools } from '../../src/demo/tools.ts'
import { until } from '../../src/demo/until.ts'
import { ssh } from './operator.ts'

const PATIENCE = { timeoutMs: 120_000, everyMs: 100 }

describe('a bed', () => {
  let bed: Bed
  const said: string[] = []

  before(async () => {
    bed = await startBed({ docs: 300, onProgress: (sentence) => said.push(sentence) })
  })
  after(() => bed.stop())

  test('says what takes a moment, in sentences', () => {
    assert.deepEqual(said, [
      'Starting two hosts with sshd and two PostgreSQL servers on 127.0.0.1.',
      'Filling the source database cht with 300 documents.',
      'Starting couch2pg on the source.',
    ])
  })

  test('has the database on the source only, and md5 passwords for couch2pg on both sides', async () => {
    const { source, target } = bed
    assert.equal(await source.cluster.psql('cht', 'SELECT count(*) FROM couchdb'), '300')
    assert.equal(await target.cluster.psql('postgres', "SELECT count(*) FROM pg_database WHERE datname = 'cht'"), '0')
    for (const { cluster } of [source, target]) {
      const kind = await cluster.psql(
        'postgres',
        "SELECT left(rolpassword, 3) FROM pg_authid WHERE rolname = 'couch2pg'",
      )
      assert.equal(kind, 'md5')
    }
  })

  test('has populated matviews with unique indexes, 23 indexes, and owner couch2pg', async () => {
    const ask = (sql: string) => bed.source.cluster.psql('cht', sql)
    assert.equal(await ask('SELECT count(*), count(*) FILTER (WHERE ispopulated) FROM pg_matviews'), '6|6')
    assert.equal(await ask("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"), '23')
    assert.equal(await ask("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"), 'couch2pg')
    assert.equal(await ask('SET ROLE couch2pg; SELECT refresh_matviews()'), '1')
  })

  test('lets the operator key in and pins the host key', async () => {
    assert.equal((await ssh(bed.config.source.host, 'echo in')).stdout, 'in\n')
    const wrongHost = { ...bed.config.source.host, hostKey: bed.config.target.host.hostKey }
    const refused = await ssh(wrongHost, 'true')
    assert.equal(refused.code, 255)
    assert.match(refused.stderr, /Host key verification failed/)
  })

  test('refuses another key', async () => {
    const { sshKeygen } = await findTools()
    const { privateKeyPath } = await createSshKey(sshKeygen, join(bed.dir, 'stranger'))
    const refused = await ssh({ ...bed.config.source.host, privateKeyPath }, 'true')
    assert.equal(refused.code, 255)
    assert.match(refused.stderr, /Permission denied \(publickey\)/)
  })

  test('gives each host its own HOME, commands and the PostgreSQL tools', async () => {
    const sides = [bed.config.source, bed.config.target]
    const homes = await Promise.all(sides.map(({ host }) => ssh(host, 'cd; pwd; command -v docker')))
    assert.equal(homes[0]?.stdout, `${bed.dir}/pg-old/home\n${bed.dir}/pg-old/bin/docker\n`)
    assert.equal(homes[1]?.stdout, `${bed.dir}/pg-new/home\n${bed.dir}/pg-new/bin/docker\n`)
    assert.match((await ssh(bed.config.target.host, 'pg_restore --version')).stdout, /^pg_restore \(PostgreSQL\) \d+/)
  })

  test('lets the source copy to the target by name', async () => {
    const copy = await ssh(bed.config.source.host, 'cd && echo data > f && scp -q f pg-new:~/f && ssh pg-new cat f')
    assert.deepEqual([copy.stderr, copy.stdout], ['', 'data\n'])
  })

  test('keeps couch2pg following CouchDB on the source', async () => {
    const count = async (table: string) => Number(await bed.source.cluster.psql('cht', `SELECT count(*) FROM ${table}`))
    const before = { couchdb: await count('couchdb'), forms: await count('form_metadata') }
    bed.couchdb.add(10)
    const hasGrown = async () =>
      (await count('couchdb')) === before.couchdb + 20 && (await count('form_metadata')) === before.forms + 10
    await until(async () => ((await hasGrown()) ? true : undefined), {
      ...PATIENCE,
      otherwise: () => readFileSync(bed.config.source.logFile, 'utf8').slice(-2_000),
    })
  })

  test('says whether two databases are the same', async () => {
    const { source, target } = bed
    assert.equal((await ssh(bed.config.source.host, 'systemctl stop couch2pg')).code, 0)
    const [from, to] = [source.cluster.url('postgres', 'cht'), target.cluster.url('postgres', 'cht')]
    await target.cluster.psql('postgres', 'CREATE DATABASE cht OWNER couch2pg')
    const moved = await ssh(bed.config.target.host, `pg_dump -Fc '${from}' | pg_restore --exit-on-error -d '${to}'`)
    assert.deepEqual([moved.stderr, moved.code], ['', 0])
    const same = await compareDatabases(from, to, { refreshSource: true })
    assert.deepEqual([same.equal, same.differences, same.tables.length], [true, [], 14])

    await target.cluster.psql(
      'cht',
      `INSERT INTO couchdb_users_meta SELECT * FROM couchdb_users_meta LIMIT 1;
      UPDATE couchdb_medic_logs SET doc = doc || '{"count": -1}' WHERE doc ->> 'user' = 'chw1';
      DROP INDEX couchdb_doc_type; REFRESH MATERIALIZED VIEW useview_feedback WITH NO DATA;
      ALTER FUNCTION refresh_matviews() OWNER TO postgres`,
    )
    const other = await compareDatabases(from, to)
    assert.equal(other.equal, false)
    assert.deepEqual(other.differences, [
      'public.couchdb_medic_logs has 21 rows on both sides, but not the same ones.',
      'public.couchdb_users_meta has 40 rows on the source and 41 on the target.',
      'public.useview_feedback is only on the source, or not populated on the target.',
      'function refresh_matviews is defined differently.',
      'index couchdb_doc_type is only on the source.',
    ])
  })

  test('can change a host key', async () => {
    const before = bed.config.source.host
    await bed.source.host.setHostKey()
    assert.match(
      (await ssh(before, 'true')).stderr,
      /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/,
    )
    assert.equal((await ssh(bed.config.source.host, 'echo back')).stdout, 'back\n')
    assert.notEqual(bed.config.source.host.hostKeyFingerprint, before.hostKeyFingerprint)
  })

  test('leaves detached commands running when connections are cut, and nothing at all after stop', async () => {
    const { host } = bed.config.source
    const pid = Number((await ssh(host, 'setsid sleep 3600 >/dev/null 2>&1 </dev/null & echo $!')).stdout)
    await bed.source.host.restart()
    assert.equal(await isAlive(pid), true)

    await bed.stop()
    assert.equal(existsSync(bed.dir), false)
    assert.deepEqual(await processesWith(BED_VARIABLE, bed.dir), [])
    assert.equal(await isAlive(pid), false)
    await assert.rejects(bed.source.cluster.psql('cht', 'SELECT 1'))
    assert.equal((await ssh(host, 'true')).code, 255)
  })
})
