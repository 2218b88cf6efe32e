import assert from 'node:assert/strict'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Tools } from '../../src/model/ports.ts'
import { findDifferences } from '../../src/recipes/find-differences.ts'
import { startRealCluster } from '../checks/bed/cluster.ts'

const cluster = await startRealCluster()
const { tools, home } = cluster

/** A database on the old host and one on the new, with the same SQL and then some more each. */
async function sides(name: string, sql: string, onSource: string, onTarget: string) {
  const source = await cluster.fill(`${name}_a`, sql + onSource, { host: 'old-pg' })
  return { source, target: await cluster.fill(`${name}_b`, sql + onTarget), run: `run${name}` }
}

const COUCHDB = `create table couchdb (doc jsonb); create unique index couchdb_doc_uuid on couchdb ((doc ->> '_id'));
  insert into couchdb select jsonb_build_object('_id', 'doc' || i, 'n', i) from generate_series(1, 3000) i;`

test('rows that are missing, changed and extra are named in a private file on the target', async () => {
  const both = await sides(
    'named',
    COUCHDB,
    '',
    `delete from couchdb where doc ->> '_id' = 'doc7'; update couchdb set doc = doc || '{"n": 0}' where doc ->> '_id' in ('doc8', 'doc9');`,
  )
  const path = join(home, '.drover/differences/runnamed/public.couchdb.tsv')
  assert.deepEqual(await findDifferences(tools, both, ['public.couchdb']), [
    `public.couchdb: 1 row is missing, 2 changed, 0 extra. Their keys are in ${path} on new-pg.`,
  ])
  assert.equal(await readFile(path, 'utf8'), 'how\tkey\nchanged\tdoc8\nchanged\tdoc9\nmissing\tdoc7\n')
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await stat(dirname(path))).mode & 0o777, 0o700)
  assert.deepEqual(await readdir(dirname(path)), ['public.couchdb.tsv'])
})

test('a key of several columns, with tabs and line breaks in it, is one line of the file', async () => {
  const both = await sides(
    'wide',
    `create schema "It's / x"; create table "It's / x"."T" (a text, b int, primary key (b, a));`,
    '',
    String.raw`insert into "It's / x"."T" values (E'tab\tline\nback\\slash', 1), ('', 2);`,
  )
  const [sentence] = await findDifferences(tools, both, [`"It's / x"."T"`])
  const path = join(home, '.drover/differences/runwide/%22It%27s%20%2F%20x%22.%22T%22.tsv')
  assert.equal(sentence, `"It's / x"."T": 0 rows are missing, 0 changed, 2 extra. Their keys are in ${path} on new-pg.`)
  assert.deepEqual((await readFile(path, 'utf8')).split('\n'), [
    'how\tkey',
    `extra\t${String.raw`(1,"tab\tline\nback\\\\slash")`}`,
    'extra\t(2,"")',
    '',
  ])
})

test('rows of a table without a key are only counted, each as often as it is there', async () => {
  const both = await sides(
    'keyless',
    'create table log (line text);',
    `insert into log values ('Aisha'), ('Aisha'), ('x');`,
    `insert into log values ('Aisha'), ('y'), ('z'), ('x');`,
  )
  assert.deepEqual(await findDifferences(tools, both, ['public.log']), [
    'public.log: 1 row is only on the source, 2 only on the target. It has no key to name them by.',
  ])
  assert.equal((await readdir(join(home, '.drover/differences'))).includes('runkeyless'), false)
})

test('the source is looked at as it was, though it has been written to since', async () => {
  const both = await sides('then', COUCHDB, '', '')
  const held = await cluster.hold('then_a')
  await cluster.psql('then_a', `delete from couchdb where doc ->> '_id' <> 'doc1'`)
  await cluster.psql('then_b', `delete from couchdb where doc ->> '_id' = 'doc3'`)
  const [sentence] = await findDifferences(tools, { ...both, snapshot: held.id }, ['public.couchdb'])
  assert.match(sentence ?? '', /^public\.couchdb: 1 row is missing, 0 changed, 0 extra\. /)
  await held.release()
  assert.deepEqual(await findDifferences(tools, { ...both, snapshot: held.id }, ['public.couchdb']), [
    'The rows of public.couchdb that differ could not be named: the moment in which the source was hashed is no longer held, and its rows may have changed since.',
  ])
})

test('databases of two encodings are compared by letters', async () => {
  const sql = `create table it (name text primary key); insert into it values ('Zoë'), ('Ångström');`
  const create = (encoding: string) => ({ create: `template template0 encoding '${encoding}' locale 'C'` })
  const source = await cluster.fill('latin_a', `set client_encoding = 'UTF8'; ${sql}`, {
    host: 'old-pg',
    ...create('LATIN1'),
  })
  const target = await cluster.fill(
    'latin_b',
    `set client_encoding = 'UTF8'; ${sql} insert into it values ('Ömer')`,
    create('UTF8'),
  )
  const [sentence] = await findDifferences(tools, { source, target, run: 'runlatin' }, ['public.it'])
  assert.match(sentence ?? '', /: 0 rows are missing, 0 changed, 1 extra\. /)
  assert.equal(
    await readFile(join(home, '.drover/differences/runlatin/public.it.tsv'), 'utf8'),
    'how\tkey\nextra\tÖmer\n',
  )
})

test('tables that are equal, or whose columns differ, are said to be so', async () => {
  const both = await sides('odd', COUCHDB, 'create table t (a int)', 'create table t (b int)')
  assert.deepEqual(await findDifferences(tools, both, ['public.couchdb', 'public.t', 'public.gone']), [
    'The rows of public.couchdb that differ could not be named: they are equal by now, so something writes to new-pg.',
    'The rows of public.t that differ could not be named: its columns are not the same on both sides.',
    'The rows of public.gone that differ could not be named: it is not on both sides.',
  ])
})

test('what a program complains about is left out, since it may quote a row', async () => {
  const both = await sides('broken', COUCHDB, '', `delete from couchdb where doc ->> '_id' = 'doc7';`)
  const said = { code: 3, stdout: '', stderr: 'ERROR: invalid input: "Aisha"' }
  const broken: Tools = {
    ...tools,
    hosts: { ...tools.hosts, pipe: async () => ({ bytes: 0, source: said, target: { ...said, code: 0 } }) },
  }
  assert.deepEqual(await findDifferences(broken, both, ['public.couchdb']), [
    'The rows of public.couchdb that differ could not be named: the comparison of keys ended with exit 3 on old-pg.',
  ])
})

test('no key passes through what the bot reads', async () => {
  const both = await sides('silent', COUCHDB, '', `delete from couchdb where doc ->> '_id' = 'doc7';`)
  const answers: unknown[] = []
  const watched: Tools = {
    ...tools,
    databases: {
      query: async (...asked) => {
        const rows = await tools.databases.query(...asked)
        answers.push(rows)
        return rows
      },
    },
    hosts: {
      ...tools.hosts,
      pipe: async (...asked) => {
        const result = await tools.hosts.pipe(...asked)
        answers.push(result)
        return result
      },
    },
  }
  const said = await findDifferences(watched, both, ['public.couchdb'])
  assert.equal(answers.length, 7)
  assert.doesNotMatch(JSON.stringify([answers, said]), /doc7/)
})
