import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { z } from 'zod'
import { clusterVacant } from '../../../src/checks/cluster-vacant.ts'
import { physicalReady } from '../../../src/checks/physical-ready.ts'
import { rowHashes } from '../../../src/checks/row-hashes.ts'
import { createEngine } from '../../../src/engine/engine.ts'
import { createRegistry } from '../../../src/engine/registry.ts'
import { createRuns } from '../../../src/engine/runs.ts'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { check, gate } from '../../../src/model/make-step.ts'
import { defineMigration } from '../../../src/model/migration.ts'
import { planOf } from '../../../src/model/plan.ts'
import type { Tools } from '../../../src/model/ports.ts'
import type { Run } from '../../../src/model/run.ts'
import { baseCopy } from '../../../src/recipes/physical/base-copy.ts'
import { catchUp } from '../../../src/recipes/physical/catch-up.ts'
import { physicalPostgres } from '../../../src/recipes/physical-postgres.ts'
import { sameRows } from '../../../src/recipes/same-rows.ts'
import { peopleOf } from '../../engine/scene.ts'
import { tempFolder } from '../../remote/bed/temp-folder.ts'
import { until } from '../../remote/bed/until.ts'
import { startPhysicalBed, startWriter } from './bed.ts'
import { slowLine } from './slow-line.ts'

const folder = await tempFolder()
const bed = await startPhysicalBed(3000)
after(() => bed.stop())
const source = bed.source.ref
const target = bed.target.ref
const ready = check('physical-ready', physicalReady({ source, target }))
const {
  steps,
  verification: same,
  after: letGo,
} = physicalPostgres({ source, target, ready, proof: 'hash', streams: 2 })
const migration = defineMigration({
  name: 'sample',
  summary: 'Move a cluster by its files',
  params: z.strictObject({}),
  roles: ['dba'],
  steps: () => [ready, ...steps, same, ...letGo, gate('look', { approvals: { dba: 1 }, shows: [same] })],
  checks: [clusterVacant, physicalReady, rowHashes, sameRows].map(({ registered }) => registered),
  actions: [baseCopy, catchUp].map(({ registered }) => registered),
})

/** A bot of its own on the one journal. */
async function boot(tools: Tools) {
  const sqlite = createSqliteJournal({ path: join(folder, 'drover.sqlite'), now: () => new Date() })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { journal } = sqlite
  const registry = createRegistry([migration])
  const world = { journal, tools, registry, log, redact: (text: string) => text, onProgress: () => undefined }
  const engine = createEngine(world)
  const runs = createRuns(world, engine, peopleOf())
  await engine.start()
  const wait = (id: string, what: string, holds: (run: Run) => boolean) =>
    until(what, async () => {
      const run = await journal.get(id)
      if (run && holds(run)) return run
      if (run?.status === 'failed') throw new Error(JSON.stringify(run))
      engine.wake(id)
      return undefined
    })
  const stop = async () => {
    await engine.stop()
    await journal.stop()
  }
  return { engine, runs, wait, stop }
}

test('a run goes through an ended bot and cut lines to an exact copy, and is rolled back to the old cluster', async () => {
  const writer = await startWriter(bed.source.cluster)
  const first = bed.bot()
  const slow = slowLine(first.tools, 'pg-old', 3_000_000)
  const one = await boot(slow.tools)
  const { id } = await one.runs.start(planOf(migration, {}), { id: 'U0', roles: ['dba'] }, 'C1')
  await until('the copy hangs', async () => slow.hangs())
  await one.stop()
  await first.leave()

  const two = await boot(bed.bot().tools)
  after(() => two.stop())
  await two.wait(id, 'the copy is under way again', (run) => run.outputs['keep-wal'] !== undefined)
  await bed.target.host.restart()
  await bed.source.host.restart()
  const run = await two.wait(
    id,
    'people are asked',
    ({ outputs, status }) => 'swap-in' in outputs && status === 'waiting',
  )
  await writer.stop()
  assert.ok(Number(run.outputs['base-copy']?.['tries']) >= 2)
  assert.ok(Number(run.outputs['baseline']?.['total']) > 3100)
  await bed.target.cluster.psql('cht', 'select 1')

  await two.runs.send(id, { type: 'rollback', by: { id: 'U0', roles: ['dba'] }, reason: 'Not today.' })
  await two.wait(id, 'the run is rolled back', ({ status }) => status === 'rolled-back')
  const names = await readdir(`${bed.target.cluster.dataDir}/..`)
  assert.deepEqual(
    names.filter((name) => name.startsWith('data')),
    ['data'],
  )
  assert.equal(await bed.target.cluster.psql('postgres', "select count(*) from pg_database where datname = 'cht'"), '0')
  assert.equal(await bed.source.cluster.psql('postgres', 'select count(*) from pg_replication_slots'), '0')
})
