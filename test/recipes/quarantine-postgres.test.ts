import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import type { DatabaseRef } from '../../src/model/ports.ts'
import { fill } from '../../src/model/secret.ts'
import { render } from '../../src/model/shell.ts'
import type { JobAct, Step } from '../../src/model/step.ts'
import { dropQuarantined, quarantinePostgres } from '../../src/recipes/quarantine-postgres.ts'
import { startRealCluster } from '../checks/bed/cluster.ts'
import { SCOPE } from '../checks/fake-tools.ts'

const cluster = await startRealCluster()
const { port } = await cluster.fill('seat', '')
await cluster.psql(
  'postgres',
  `alter role couch2pg password 'x'; create role dashboard login password 'x'; create role "Mixed Case" login; create role lender login`,
)

let jobs = 0

/** Runs a step's command, or its undo, as a job of a run on the host. */
async function perform(act: JobAct, run = SCOPE.run) {
  jobs += 1
  const id = `${run}-quarantine-${jobs}`
  const password = await cluster.tools.secrets.reveal('pg')
  const files = Object.fromEntries(
    Object.entries(act.files).map(([name, file]) => [name, fill(file, new Map([['pg', password]]))]),
  )
  await cluster.tools.hosts.start(act.on, { id, script: render(act.run, { output: () => undefined }), files })
  for (;;) {
    const { state, log, outputs } = await cluster.tools.hosts.peek(act.on, id, 0)
    if (state.is === 'done') return { code: state.code, log, outputs }
    assert.notEqual(state.is, 'lost', log)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function jobOf(step: Step): JobAct {
  assert.ok('act' in step && step.act.do === 'job')
  return step.act
}

function undoOf(step: Step): JobAct {
  assert.ok('undo' in step && typeof step.undo === 'object' && step.undo.do === 'job')
  return step.undo
}

const PROVEN = {
  copy: { host: 'new-pg', port, database: 'seat', user: 'postgres', password: 'pg' },
  verification: { id: 'verification' },
}

function quarantine(on: DatabaseRef) {
  return quarantinePostgres('quarantine', on, { id: 'facts' }, PROVEN)
}

function drop(on: DatabaseRef) {
  return dropQuarantined('drop', on, { destroys: 'it', approvals: { dba: 1 }, shows: [] })
}

function nameLiteral(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}

/** Who may do what with a database, whatever the order; its comment. */
function rightsOf(name: string): Promise<string> {
  return cluster.psql(
    'postgres',
    `select string_agg(a::text, ' ' order by a::text), max(shobj_description(d.oid, 'pg_database'))
     from pg_database d, aclexplode(coalesce(datacl, acldefault('d', datdba))) a where datname = ${nameLiteral(name)}`,
  )
}

async function isThere(name: string): Promise<boolean> {
  return (
    (await cluster.psql('postgres', `select count(*) from pg_database where datname = ${nameLiteral(name)}`)).trim() ===
    '1'
  )
}

function urlOf(on: DatabaseRef, database: string, user: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: on.port,
    database,
    user,
    password: 'x',
    application_name: 'superset',
  })
  client.on('error', () => {})
  return client.connect().then(() => client)
}

const GRANTS = `grant connect on database DB to lender with grant option; set role lender; grant connect on database DB to dashboard; reset role;
  grant temporary on database DB to dashboard; grant connect on database DB to "Mixed Case"; revoke connect on database DB from public; comment on database DB is 'the one''s own words'`

async function make(name: string, grants = ''): Promise<DatabaseRef> {
  const quoted = `"${name.replaceAll('"', '""')}"`
  await cluster.psql('postgres', `create database ${quoted} template template0 owner couch2pg`)
  await cluster.psql(
    name,
    'create table couchdb (doc text); insert into couchdb select i from generate_series(1, 500) i',
  )
  if (grants) await cluster.psql('postgres', grants.replaceAll('DB', quoted))
  return { host: 'new-pg', port, database: name, user: 'postgres', password: 'pg' }
}

for (const name of [`Old "Data" of 'us'`, 'größe'.repeat(9)])
  test(`${name}: set aside, nobody gets in by any name; put back, everything is as it was`, async () => {
    const on = await make(name, GRANTS)
    const before = await rightsOf(name)
    const user = await urlOf(on, name, 'dashboard')
    const { code, log, outputs } = await perform(jobOf(quarantine(on)))
    assert.equal(code, 0, log)
    const aside = outputs['name'] ?? ''
    assert.match(aside, /_drover_m7f3xq_gone$/)
    assert.ok(Buffer.byteLength(aside) <= 63)
    assert.deepEqual([await isThere(name), await isThere(aside)], [false, true])
    await assert.rejects(user.query('select 1'))
    for (const [database, role] of [
      [name, 'dashboard'],
      [aside, 'dashboard'],
      [aside, 'couch2pg'],
    ] as const)
      await assert.rejects(urlOf(on, database, role))

    const again = await perform(jobOf(quarantine(on)))
    assert.deepEqual([again.code, again.outputs], [0, outputs])

    const back = await perform(undoOf(quarantine(on)))
    assert.equal(back.code, 0, back.log)
    assert.deepEqual([await isThere(aside), await rightsOf(name)], [false, before])
    await (await urlOf(on, name, 'dashboard')).end()
    assert.equal((await perform(undoOf(quarantine(on)))).code, 0)
    await cluster.psql('postgres', `drop database "${name.replaceAll('"', '""')}"`)
  })

test('a step that is broken off after the grants were taken goes on from there, and goes back from there', async () => {
  const on = await make('halfway', GRANTS)
  const before = await rightsOf('halfway')
  await perform(jobOf(quarantine(on)))
  await cluster.psql('postgres', 'alter database halfway_drover_m7f3xq_gone rename to halfway')
  assert.equal((await perform(jobOf(quarantine(on)))).code, 0)
  await cluster.psql('postgres', 'alter database halfway_drover_m7f3xq_gone rename to halfway')
  const back = await perform(undoOf(quarantine(on)))
  assert.deepEqual([back.code, await rightsOf('halfway')], [0, before])
})

test('a new database of the old name stays, and so does the one that was set aside', async () => {
  const on = await make('twice')
  assert.equal((await perform(jobOf(quarantine(on)))).code, 0)
  await cluster.psql('postgres', 'create database twice')
  const again = await perform(jobOf(quarantine(on)))
  assert.equal(again.code, 0, again.log)
  const back = await perform(undoOf(quarantine(on)))
  assert.notEqual(back.code, 0)
  assert.match(
    back.log,
    /somebody made a new twice, so twice_drover_m7f3xq_gone keeps its name; rename or drop the new one/,
  )
  assert.deepEqual([await isThere('twice'), await isThere('twice_drover_m7f3xq_gone')], [true, true])
})

test('what another run set aside is neither taken back nor dropped', async () => {
  const on = await make('foreign')
  assert.equal((await perform(jobOf(quarantine(on)), 'other1')).code, 0)
  const mine = await perform(jobOf(quarantine(on)))
  assert.match(mine.log, /foreign is not there, nor is foreign_drover_m7f3xq_gone, so nothing was changed/)
  await cluster.psql('postgres', 'alter database foreign_drover_other1_gone rename to foreign_drover_m7f3xq_gone')
  for (const act of [jobOf(quarantine(on)), undoOf(quarantine(on)), jobOf(drop(on))]) {
    const { code, log } = await perform(act)
    assert.notEqual(code, 0)
    assert.match(log, /does not bear the mark of this run for foreign/)
  }
  assert.ok(await isThere('foreign_drover_m7f3xq_gone'))
})

test('the drop takes what was set aside, by a name with quotes, too', async () => {
  const on = await make('Last "One"')
  assert.match((await perform(jobOf(drop(on)))).log, /^Nothing was dropped: Last "One"_drover_m7f3xq_gone is not there/)
  await perform(jobOf(quarantine(on)))
  const { code, log } = await perform(jobOf(drop(on)))
  assert.deepEqual([code, log, await isThere('Last "One"_drover_m7f3xq_gone')], [0, '', false])
})

test('the drop is refused while somebody is in it', async () => {
  const on = await make('busy')
  await perform(jobOf(quarantine(on)))
  const aside = 'busy_drover_m7f3xq_gone'
  await cluster.psql('postgres', `grant connect on database ${aside} to dashboard`)
  const intruder = await urlOf(on, aside, 'dashboard')
  const { code, log } = await perform(jobOf(drop(on)))
  assert.deepEqual(
    [code, log, await isThere(aside)],
    [1, `Nothing was dropped: 1 session is in ${aside} right now. Find out whose, let them end, then retry.\n`, true],
  )
  await intruder.end()
})

test('the drop is refused once because somebody was in it meanwhile; the next try goes by what people saw then', async () => {
  const on = await make('visited')
  await perform(jobOf(quarantine(on)))
  const aside = 'visited_drover_m7f3xq_gone'
  await cluster.psql(aside, 'select 1')
  const { code, log } = await perform(jobOf(drop(on)))
  assert.match(
    log,
    /^Nothing was dropped: somebody entered visited_drover_m7f3xq_gone, or the counters began anew \(sessions: \d+ counted since /,
  )
  assert.deepEqual([code, await isThere(aside)], [1, true])
  assert.equal((await perform(jobOf(drop(on)))).code, 0)
  assert.equal(await isThere(aside), false)
})
