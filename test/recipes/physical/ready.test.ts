import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { physicalReady } from '../../../src/checks/physical-ready.ts'
import { startPhysicalBed } from './bed.ts'

const bed = await startPhysicalBed(10)
after(() => bed.stop())
const { source, target } = bed
const { tools } = bed.bot({ mover: 'moves' })

function look(user = 'postgres', password = 'pg-old') {
  const { args } = physicalReady({ source: { ...source.ref, user, password }, target: target.ref, roles: [] })
  const scope = { run: 'm7f3xq', step: 'physical-ready', attempt: 1, startedAt: '2026-11-02T09:00:00.000Z' }
  return physicalReady.registered.run(args, tools, scope)
}

test('a login without the right to replicate, or to lock, is named', async () => {
  await source.cluster.psql('postgres', "create role mover login password 'moves'")
  const { summary, advice } = await look('mover', 'mover')
  assert.equal(summary, 'mover may not replicate from pg-old.')
  assert.match(advice ?? '', /Also: mover may not lock public\."Odd ""Name", public\.couchdb, which takes the right/)
  await source.cluster.psql('postgres', 'alter role mover replication; grant couch2pg to mover')
  assert.equal((await look('mover', 'mover')).outcome, 'pass')
})

test('a server that lets nobody replicate is asked, and its own words are shown', async () => {
  const path = join(source.cluster.dataDir, 'pg_hba.conf')
  const rules = await readFile(path, 'utf8')
  await writeFile(path, rules.replaceAll(/^host\s+replication.*$/gm, ''))
  await source.cluster.psql('postgres', 'select pg_reload_conf()')
  const { summary } = await look()
  assert.match(
    summary,
    /^pg-old refuses replication connections of postgres: .*no pg_hba\.conf entry for replication connection from host "127\.0\.0\.1"/,
  )
  await writeFile(path, rules)
  await source.cluster.psql('postgres', 'select pg_reload_conf()')
  assert.equal((await look()).outcome, 'pass')
})

test('what the target holds, and what would be lost or doubled, is found in every database', async () => {
  await target.cluster.psql('postgres', 'create database taken')
  await target.cluster.psql('taken', 'create table notes ()')
  await source.cluster.psql('cht', 'create unlogged table cache as select 1')
  await source.cluster.psql(
    'cht',
    "create subscription feed connection 'host=nowhere' publication p with (connect = false)",
  )
  await source.cluster.psql('cht', 'alter subscription feed enable')
  const { summary, advice } = await look()
  assert.equal(
    summary,
    'pg-old subscribes to another server (feed), and the copy would pull the same changes a second time.',
  )
  assert.match(advice ?? '', /Also: public\.cache of cht is unlogged, and would be empty in the copy\./)
  assert.match(advice ?? '', /Also: The cluster on pg-new already holds taken \(1 table or view\)/)
})
