import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { databaseInventory } from '../../src/checks/database-inventory.ts'
import { check, outputOf } from '../../src/model/make-step.ts'
import { dumpPostgres } from '../../src/recipes/dump-postgres.ts'
import { dropLedger } from '../../src/recipes/move-postgres.ts'
import { type HardBed, startHardBed } from './hard/bed.ts'
import { differences } from './hard/differences.ts'
import { type Play, playStep } from './hard/play.ts'

const bed = await startHardBed({ connect: 'local' })
const { tools, source, target } = bed
after(() => bed.stop())
const workDir = join(bed.folder.dir, 'work')

/** Both hosts are this computer, so the archive is where it should be without being sent. */
const HERE = ['transfer']

function planOf({ ref }: HardBed, database: string): Play {
  const sides = { source: ref('source', database), target: ref('target', database) }
  const inventory = check('inventory', databaseInventory({ on: sides.source, carries: 'archive' }))
  const { steps, verification, structure } = dumpPostgres(
    {
      ...{ ...sides, owner: 'couch2pg', direct: false, streams: 2, compression: 'none', proof: 'hash' },
      encoding: outputOf(inventory, 'encoding'),
      matviews: outputOf(inventory, 'matviews'),
    },
    workDir,
  )
  const all = [inventory, ...steps, verification, structure, dropLedger(sides.target)].filter(
    ({ id }) => !HERE.includes(id),
  )
  return { run: `m7f3x${database}`, steps: all, outputs: {}, verdicts: {}, attempts: {}, reports: [] }
}

/** Plays all steps; `alive` is what happens on the source after the dump was made. */
async function move(database: string, alive?: string): Promise<Play> {
  const play = planOf(bed, database)
  for (const { id } of play.steps) {
    await playStep(play, tools, id)
    if (id === 'release-snapshot' && alive) await source.cluster.psql(database, alive)
  }
  return play
}

function outcomes({ verdicts }: Play) {
  return [verdicts['verification']?.outcome, verdicts['structure']?.outcome]
}

test('a dump carries what was set and granted on the database, large objects and publications', async () => {
  await bed.fill(
    'carried',
    `create table t (id serial primary key, a text); insert into t (a) values ('x'), ('y'); create materialized view m as select count(*) as n from t; create publication news for table t; select lo_from_bytea(0, 'large');
    alter database carried set work_mem = '7MB'; alter database carried set search_path = public, "odd one"; alter role reporter in database carried set statement_timeout = '5min'; alter database carried set default_transaction_read_only = on;
    revoke all on database carried from public; grant connect on database carried to reporter with grant option; create sequence set_only; select setval('set_only', 42, false)`,
  )
  const play = await move('carried')
  assert.deepEqual(outcomes(play), ['pass', 'warn'])
  assert.deepEqual(play.verdicts['structure']?.table?.rows.slice(1), [['database settings of every role', 'differs']])
  assert.deepEqual(await differences(bed, 'carried'), [
    "- ALTER DATABASE carried SET default_transaction_read_only TO 'on';",
  ])
  assert.equal(await target.cluster.psql('carried', 'select count(*) from pg_largeobject_metadata'), '1')
})

test('a dump leaves out subscriptions, tablespaces and what an earlier copy left in the schema drover', async () => {
  await source.cluster.psql('postgres', `set allow_in_place_tablespaces = on; create tablespace quick location ''`)
  await bed.fill(
    'left_out',
    `create table t (a int) tablespace quick; insert into t values (1); create schema drover; create table drover.ledger (id text primary key, rows bigint not null, at timestamptz not null default now()); insert into drover.ledger values ('chunk 7', 7), ('sequences', 0)`,
  )
  await source.cluster.psql(
    'left_out',
    `create subscription news connection 'dbname=far' publication news with (connect = false, slot_name = none)`,
  )
  const play = await move('left_out')
  assert.deepEqual(outcomes(play), ['pass', 'pass'])
  assert.equal(await target.cluster.psql('left_out', 'select count(*) from pg_subscription'), '0')
  assert.equal(await target.cluster.psql('left_out', `select to_regnamespace('drover') is null`), 't')
  assert.ok((await readdir(workDir)).includes('left_out.tar.gz'))
})

test('a source that goes on after the dump was made is told from a copy that is wrong', async () => {
  await bed.fill('alive', `create table t (id serial primary key, a text); insert into t (a) values ('x'), ('y')`)
  const play = await move('alive', `insert into t (a) values ('z'); select nextval('t_id_seq')`)
  assert.deepEqual(outcomes(play), ['pass', 'pass'])
  await source.cluster.psql('alive', `insert into t (a) values ('z')`)
  await playStep(play, tools, 'structure')
  const { outcome, summary } = play.verdicts['structure'] ?? {}
  assert.equal(outcome, 'warn')
  assert.match(
    summary ?? '',
    /, but 1 thing wants a look: sequence public\.t_id_seq moved on since: it gives 6 next on the source, 5 on the target\.$/,
  )
  await source.cluster.psql('alive', 'create index later on t (a)')
  await playStep(play, tools, 'structure')
  const failed = play.verdicts['structure']
  assert.deepEqual(
    [failed?.outcome, failed?.summary, failed?.advice],
    [
      'fail',
      '1 thing differs from the source, first of all index public.later missing on the target.',
      'Look at the list. If somebody changed the source after the moment of the copy, do the same on the target and retry; a new table has rows that were not copied, so roll back and start again.',
    ],
  )
  await target.cluster.psql('alive', `create index later on t (a); select setval('t_id_seq', 1)`)
  await playStep(play, tools, 'structure')
  assert.equal(
    play.verdicts['structure']?.summary,
    '1 thing differs from the source, first of all sequence public.t_id_seq gives 2 next, behind the 3 of the source when it was copied.',
  )
})

test('a dump of a database without an encoding brings its bytes as they are', async () => {
  const E9 = '\\xe9'
  await bed.fill(
    'raw_bytes',
    `create table t (a text default E'${E9}'); insert into t values (default), ('é'); create policy own on t using (a <> E'${E9}')`,
    `encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`,
  )
  assert.deepEqual(outcomes(await move('raw_bytes')), ['pass', 'pass'])
  assert.deepEqual(await differences(bed, 'raw_bytes'), [])
})
