import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { destructionFacts } from '../../src/checks/destruction-facts.ts'
import { drift } from '../../src/model/drift.ts'
import type { Json } from '../../src/model/json.ts'
import type { DatabaseRef } from '../../src/model/ports.ts'
import { startRealCluster } from './bed/cluster.ts'
import { SCOPE } from './fake-tools.ts'

const cluster = await startRealCluster({ track_commit_timestamp: 'on' })
await cluster.psql('postgres', `create role dashboard login password 'x' in role pg_read_all_data`)

const ROWS = `create table couchdb (id int); insert into couchdb select i from generate_series(1, 500) i; create table notes (t text)`
const copy = await cluster.fill('copied', ROWS)

function look(on: DatabaseRef, given: { readonly [name: string]: Json } = {}) {
  const { args } = destructionFacts({ on, copy, provenAt: '2026-11-02T08:00:00.000Z', provenRows: 500 })
  assert.ok(typeof args === 'object' && args !== null)
  return destructionFacts.registered.run({ ...args, ...given }, cluster.tools, SCOPE)
}

function fact(verdict: Awaited<ReturnType<typeof look>>, name: string) {
  return verdict.table?.rows.filter(([first]) => first === name).map(([, found]) => found)
}

async function enter(on: DatabaseRef, user = 'dashboard'): Promise<pg.Client> {
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port: on.port, database: on.database },
    ...{ user, password: 'x', application_name: 'superset' },
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Sets a database aside as the quarantine does, as far as a look can tell. */
async function setAside(on: DatabaseRef, run = SCOPE.run) {
  const aside = `${on.database}_drover_${run}_gone`
  await cluster.psql(
    'postgres',
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${on.database}'`,
  )
  await cluster.psql(
    'postgres',
    `alter database ${on.database} rename to ${aside}; revoke connect on database ${aside} from public; select pg_sleep(0.5);
    do $$ begin execute (select format('comment on database ${aside} is %L', 'drover ${run} quarantine ' || jsonb_build_object(
      'was', '${on.database}', 'at', '2026-11-02T08:30:00Z', 'sessions', sessions, 'countedSince', to_char(stats_reset at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))::text)
      from pg_stat_database where datname = '${aside}'); end $$`,
  )
  return aside
}

test('a database that nobody is in: how much it is, when it was written to, and the copy that stays', async () => {
  const on = await cluster.fill('quiet', ROWS, { host: 'old-pg' })
  const verdict = await look(on)
  assert.deepEqual([verdict.outcome, verdict.advice], ['pass', undefined], verdict.summary)
  assert.match(verdict.summary, /^quiet on old-pg:\d+ is [\d.]+ MB with 500 rows in 2 tables\.$/)
  assert.equal(fact(verdict, 'Rows')?.[0], '500 rows in 2 tables')
  assert.match(String(fact(verdict, 'Biggest tables')?.[0]), /^public\.couchdb: 500 rows, [\d.]+ KB$/)
  assert.match(
    String(fact(verdict, 'Last write')?.[0]),
    /^newest row still there: \d{4}-\d\d-\d\d \d\d:\d\d UTC; deletions are not seen$/,
  )
  assert.match(String(fact(verdict, 'Rows written')?.[0]), /^500 since /)
  assert.deepEqual(fact(verdict, 'Connected now'), ['nobody but Drover'])
  assert.match(
    String(fact(verdict, 'Sessions')?.[0]),
    /^\d+ sessions? since .*, Drover’s own among them; not known by day$/,
  )
  assert.deepEqual(fact(verdict, 'May connect'), ['public'])
  assert.match(
    String(fact(verdict, 'Copy that stays')?.[0]),
    /^copied on new-pg:\d+: [\d.]+ MB, 500 rows in 2 tables now; proven equal at 2026-11-02 08:00 UTC, 500 rows$/,
  )
})

test('one more row is enough for an approval to fall', async () => {
  const on = await cluster.fill('written', ROWS)
  const stamp = { check: 'destruction-facts', title: 'What goes', measuredAt: '2026-11-02T09:00:00.000Z' }
  const before = { ...(await look(on)), ...stamp }
  await cluster.psql(
    'written',
    `insert into notes values ('secret words of a patient'); delete from couchdb where id = 1`,
  )
  const after = { ...(await look(on)), ...stamp }
  assert.deepEqual(drift(before, after), ['What goes: written moved from 500 to 502.'])
  assert.doesNotMatch(JSON.stringify(after), /secret words/)
})

test('somebody who is idle there is said, somebody who is active there stops it', async () => {
  const on = await cluster.fill('used', ROWS)
  const client = await enter(on)
  const idle = await look(on)
  assert.equal(idle.outcome, 'warn')
  assert.match(idle.summary, /Connected and idle: superset as dashboard: 1 session from 1 address, 0 of them active\.$/)
  await client.query('begin')
  const busy = await look(on)
  assert.equal(busy.outcome, 'fail')
  assert.match(
    busy.summary,
    /^used on new-pg:\d+ is in use: superset as dashboard: 1 session from 1 address, 1 of them active\.$/,
  )
  assert.equal(busy.advice, 'Nothing was dropped. Find out who that is, let them stop or switch over, then retry.')
  await client.end()
})

test('who may not see what others do cannot tell whether it is in use', async () => {
  const on = await cluster.fill('hidden', ROWS)
  const password = await cluster.tools.secrets.reveal('pg')
  await cluster.psql('postgres', `create role blind login password '${password}' in role pg_read_all_data`)
  const client = await enter(on)
  const verdict = await look({ ...on, user: 'blind' })
  assert.equal(verdict.outcome, 'error')
  assert.match(
    verdict.summary,
    /^Could not tell whether hidden on new-pg:\d+ is in use: blind may not see what 1 session of others does\.$/,
  )
  assert.equal(verdict.advice, 'Nothing was dropped. On new-pg: grant pg_read_all_stats to blind; then retry.')
  await client.end()
})

test('what points at it in other databases is said by name', async () => {
  const on = await cluster.fill('pointed_at', ROWS)
  await cluster.fill(
    'reports',
    `create foreign data wrapper far; create server old_data foreign data wrapper far options (dbname 'pointed_at');
    create function fetch_all() returns void language plpgsql as $$ begin perform dblink('dbname=pointed_at', 'select 1'); end $$`,
  )
  const verdict = await look(on)
  assert.deepEqual(
    [verdict.outcome, fact(verdict, 'Points at it')],
    ['warn', ['foreign server old_data of reports', 'function fetch_all() of reports']],
  )
})

test('set aside: nobody has been in it, and whoever comes is counted', async () => {
  const on = await cluster.fill('shelved', ROWS)
  const { outputs } = await look(on)
  const before = outputs?.['contents'] ?? null
  const aside = await setAside(on)
  const first = await look(on, { aside, before })
  assert.equal(first.outcome, 'pass', first.summary)
  assert.match(
    first.summary,
    /^shelved_drover_m7f3xq_gone on new-pg:\d+ \(which was shelved\) is [\d.]+ MB with 500 rows in 2 tables\. Nobody has entered it since it was set aside at 2026-11-02 08:30 UTC\.$/,
  )
  assert.equal(fact(first, 'May connect')?.[0], 'nobody but Drover and superusers')
  assert.deepEqual(await look(on, { aside, before }).then(({ values }) => values), first.values)

  await cluster.psql('postgres', `grant connect on database ${aside} to dashboard`)
  const client = await enter({ ...on, database: aside })
  const during = await look(on, { aside, before })
  assert.deepEqual([during.outcome, during.summary.includes('is in use: superset as dashboard')], ['fail', true])
  await client.end()
  await new Promise((resolve) => setTimeout(resolve, 1200))
  const later = await look(on, { aside, before })
  assert.equal(later.outcome, 'warn')
  assert.match(
    later.summary,
    /1 session entered it since it was set aside at 2026-11-02 08:30 UTC\. Somebody let dashboard connect to it again\./,
  )
  assert.equal(later.values['sessions'], 1)
})

test('what another run set aside, or what is not there, stops it', async () => {
  const on = await cluster.fill('strange', ROWS)
  const aside = await setAside(on, 'other1')
  const marked = await look(on, { aside })
  assert.equal(marked.outcome, 'fail')
  assert.match(
    marked.summary,
    /^strange_drover_other1_gone on new-pg:\d+ \(which was strange\) does not bear the mark of this run, so it may be somebody else’s\.$/,
  )
  const gone = await look(on, { aside: 'nothing_at_all' })
  assert.deepEqual([gone.outcome, /is not there\.$/.test(gone.summary)], ['fail', true])
})

test('without its copy it is all there is', async () => {
  const on = await cluster.fill('alone', ROWS)
  const missing = await look(on, { copy: { ...copy, database: 'vanished' } })
  assert.equal(missing.outcome, 'fail')
  assert.match(
    missing.summary,
    /^The copy vanished on new-pg:\d+ is not there, so alone on new-pg:\d+ is all there is\.$/,
  )
  const empty = await cluster.fill('hollow', '')
  assert.match((await look(on, { copy: { ...empty } })).summary, /^The copy hollow on new-pg:\d+ is empty, so /)
})
