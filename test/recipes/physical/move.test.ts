import assert from 'node:assert/strict'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { physicalReady } from '../../../src/checks/physical-ready.ts'
import { compareDatabases } from '../../../src/demo/compare-databases.ts'
import { check } from '../../../src/model/make-step.ts'
import type { DatabaseRef, Tools } from '../../../src/model/ports.ts'
import type { Step } from '../../../src/model/step.ts'
import { physicalPostgres, removeSetAside } from '../../../src/recipes/physical-postgres.ts'
import { type PhysicalBed, startPhysicalBed, startWriter } from './bed.ts'
import { newPlay, type Play, playStep, undoStep } from './play.ts'

const RUN = 'm7f3xq'
/** Both tables row by row, in the order of their keys. */
const HASH = `select (select md5(string_agg(t::text, ',' order by id)) || count(*) from couchdb t) || (select md5(string_agg(t::text, ',' order by at, note)) || count(*) from "Odd ""Name" t) as hash`

function planOf(source: DatabaseRef, target: DatabaseRef) {
  const ready = check('physical-ready', physicalReady({ source, target, roles: ['couch2pg'] }))
  const { steps, after: letGo } = physicalPostgres({ source, target, ready, proof: 'hash', streams: 2 })
  return { steps: [ready, ...steps, ...letGo], clean: removeSetAside({ target, ready }) }
}

function find(steps: readonly Step[], id: string): Step {
  const step = steps.find((one) => one.id === id)
  assert.ok(step)
  return step
}

describe('a cluster that is written to all the while', () => {
  let bed: PhysicalBed
  let tools: Tools
  let steps: readonly Step[]
  let clean: Step
  let atTheMoment: unknown
  let writer: Awaited<ReturnType<typeof startWriter>>
  const play: Play = newPlay(RUN)
  const folder = () => bed.target.cluster.dataDir

  before(async () => {
    bed = await startPhysicalBed(5000)
    tools = bed.bot().tools
    const plan = planOf(bed.source.ref, bed.target.ref)
    steps = plan.steps
    clean = plan.clean
    await bed.target.cluster.psql(
      'postgres',
      "create role couch2pg_viewer login password 'x'; alter system set work_mem = '7MB'",
    )
    await bed.target.cluster.psql('postgres', 'select pg_reload_conf()')
    await bed.source.cluster.psql('postgres', "create database other; alter system set archive_command = 'false'")
    writer = await startWriter(bed.source.cluster)
  })
  after(async () => {
    await writer.stop()
    await bed.stop()
  })

  test('is found fit to move, with what comes along and what will be gone', async () => {
    const verdict = await playStep(play, tools, find(steps, 'physical-ready'))
    assert.equal(verdict?.outcome, 'warn')
    assert.match(
      verdict?.summary ?? '',
      /^The whole cluster of pg-old, [\d.]+ MB, can move to pg-new\. other comes along\. Role couch2pg_viewer of pg-new will be gone: roles come from pg-old\.$/,
    )
  })

  test('moves up to one marked moment, and the freeze of its tables is told', async () => {
    for (const step of steps.slice(1)) {
      await playStep(play, tools, step)
      if (step.id !== 'hold-snapshot') continue
      const snapshot = String(play.outputs['hold-snapshot']?.['snapshot'])
      const [row] = await tools.databases.query(bed.source.ref, HASH, { snapshot })
      atTheMoment = row?.['hash']
    }
    assert.ok(Number(play.outputs['hold-snapshot']?.['frozenMs']) < 5000)
  })

  test('is the same on the target as at that moment, to the row, while the source has gone on', async () => {
    const hashOf = async (ref: DatabaseRef) => (await tools.databases.query(ref, HASH))[0]?.['hash']
    assert.equal(await hashOf(bed.target.ref), atTheMoment)
    assert.notEqual(await hashOf(bed.source.ref), atTheMoment)
    const counts = await tools.databases.query(
      bed.target.ref,
      `select (select count(*) from couchdb) as couchdb, (select count(*) from "Odd ""Name") as odd`,
    )
    const { 'public.couchdb': couchdb, 'public."Odd ""Name"': odd } = Object(play.outputs['baseline']?.['counts'])
    assert.deepEqual(counts, [{ couchdb, odd }])
    assert.equal(await bed.target.cluster.psql('cht', 'select id from latest'), '5000')
  })

  test('runs with the settings, files and passwords of the target, and takes part in nothing of the source', async () => {
    const ask = (sql: string) => bed.target.cluster.psql('postgres', sql)
    assert.equal(await ask('select pg_is_in_recovery()'), 'f')
    const names = `'listen_addresses', 'work_mem', 'archive_command', 'primary_conninfo', 'recovery_target_lsn', 'hot_standby', 'autovacuum', 'fsync'`
    const settings = await ask(`select name, setting from pg_settings where name in (${names}) order by 1`)
    const wanted = [
      'archive_command|(disabled)',
      'autovacuum|on',
      'fsync|off',
      'hot_standby|on',
      'listen_addresses|127.0.0.1',
    ]
    assert.deepEqual(settings.split('\n'), [...wanted, 'primary_conninfo|', 'recovery_target_lsn|', 'work_mem|7168'])
    const { couch2pg } = bed.target.cluster.passwords
    const login = { ...bed.target.ref, user: 'couch2pg', password: 'pg-new' }
    const { tools: other } = bed.bot({ 'pg-new': couch2pg })
    assert.deepEqual(await other.databases.query(login, 'select current_user::text as me'), [{ me: 'couch2pg' }])
    assert.equal((await stat(folder())).mode & 0o777, 0o700)
    assert.equal((await stat(`${folder()}/drover-mark`)).uid, (await stat(folder())).uid)
    assert.deepEqual(
      (await readdir(folder())).filter((name) => /signal|backup_label/.test(name)),
      ['backup_label.old'],
    )
  })

  test('leaves no slot, no session and no secret behind', async () => {
    const ask = (sql: string) => bed.source.cluster.psql('cht', sql)
    assert.equal(await ask('select count(*) from pg_replication_slots'), '0')
    assert.equal(
      await ask("select count(*) from pg_stat_activity where application_name = 'drover' and state like 'idle in%'"),
      '0',
    )
    assert.deepEqual((await readdir(`${folder()}.drover-${RUN}`)).sort(), [
      'copied',
      'drover-mark',
      'promoted',
      'server.log',
      'standby',
      'timeline',
    ])
  })

  test('is not undone where the mark of the run is missing, and nothing is touched', async () => {
    const mark = `${folder()}/drover-mark`
    const text = await readFile(mark, 'utf8')
    await writeFile(mark, 'drover other1\n')
    await assert.rejects(undoStep(play, tools, find(steps, 'swap-in')), {
      message: new RegExp(
        `${folder()} is not marked as made by this run, so it stays, and ${folder()}.before-drover-${RUN} too`,
      ),
    })
    await assert.rejects(playStep(play, tools, clean), {
      message: /is not marked as made by this run, so nothing was removed/,
    })
    assert.equal(
      await bed.target.cluster.psql('postgres', "select count(*) from pg_database where datname = 'cht'"),
      '1',
    )
    await writeFile(mark, text)
  })

  test('is undone: the old cluster is back and running, and the copy is gone', async () => {
    for (const step of [...steps].reverse()) await undoStep(play, tools, step)
    const ask = (sql: string) => bed.target.cluster.psql('postgres', sql)
    assert.equal(await ask("select count(*) from pg_database where datname = 'cht'"), '0')
    assert.equal(await ask("select count(*) from pg_roles where rolname = 'couch2pg_viewer'"), '1')
    const beside = await readdir(`${folder()}/..`)
    assert.deepEqual(
      beside.filter((name) => name.startsWith('data')),
      ['data'],
    )
  })
})

const UNIT = 'postgresql@15-main.service'

/** A systemctl on the target that knows the server, and writes down what it was asked. */
async function playSystemctl({ target }: PhysicalBed): Promise<() => Promise<string>> {
  const { dataDir, binDir } = target.cluster
  const words = (await readFile(`${dataDir}/postmaster.opts`, 'utf8')).replace(/^[^"]*/, '').trim()
  const log = `${target.host.dir}/systemctl.log`
  const script = `#!/bin/sh
cd /
echo "$@" >> ${log}
owner() { if [ "$(id -u)" = 0 ]; then runuser -u "$(stat -c %U ${dataDir})" -- "$@"; else "$@"; fi; }
if [ "$1" = stop ]; then exec </dev/null; owner ${binDir}/pg_ctl -D ${dataDir} -w stop; fi
if [ "$1" = start ]; then owner ${binDir}/pg_ctl -D ${dataDir} -l ${dataDir}/unit.log -o '${words}' -w start; fi
`
  await writeFile(`${target.host.binDir}/systemctl`, script, { mode: 0o755 })
  return () => readFile(log, 'utf8')
}

test('a cluster at rest is the same in every way, moved by a login that may replicate and own, and no more, under systemd', async (t) => {
  const bed = await startPhysicalBed(500)
  t.after(() => bed.stop())
  await bed.source.cluster.psql('postgres', "create role mover login replication password 'moves' in role couch2pg")
  await bed.source.cluster.psql('cht', 'checkpoint; insert into couchdb (doc) values (to_jsonb(1)), (to_jsonb(2))')
  const source = { ...bed.source.ref, user: 'mover', password: 'mover' }
  const { tools } = bed.bot({ mover: 'moves' })
  const play = newPlay(RUN)
  const { steps, clean } = planOf(source, bed.target.ref)
  const asked = await playSystemctl(bed)
  for (const step of steps) {
    await playStep(play, tools, step)
    if (step.id === 'physical-ready') play.outputs[step.id] = { ...play.outputs[step.id], unit: UNIT }
  }
  assert.equal(await asked(), `stop ${UNIT}\nstart ${UNIT}\n`)
  const same = await compareDatabases(
    bed.source.cluster.url('postgres', 'cht'),
    bed.target.cluster.url('postgres', 'cht'),
  )
  assert.deepEqual([same.equal, same.differences], [true, []])
  await playStep(play, tools, clean)
  const beside = await readdir(`${bed.target.cluster.dataDir}/..`)
  assert.deepEqual(
    beside.filter((name) => name.startsWith('data')),
    ['data'],
  )
  assert.equal(await bed.target.cluster.psql('cht', 'select count(*) from couchdb'), '502')
})
