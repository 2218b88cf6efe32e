import assert from 'node:assert/strict'
import { access, readdir, rename } from 'node:fs/promises'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { physicalReady } from '../../../src/checks/physical-ready.ts'
import { check } from '../../../src/model/make-step.ts'
import type { Tools } from '../../../src/model/ports.ts'
import { physicalPostgres } from '../../../src/recipes/physical-postgres.ts'
import { until } from '../../remote/bed/until.ts'
import { startPhysicalBed, startWriter } from './bed.ts'
import { newPlay, playStep, undoStep } from './play.ts'
import { slowLine } from './slow-line.ts'

const RUN = 'm7f3xq'
const bed = await startPhysicalBed(3000)
after(() => bed.stop())
const { source, target } = bed
const ready = check('physical-ready', physicalReady({ source: source.ref, target: target.ref }))
const { steps } = physicalPostgres({ source: source.ref, target: target.ref, ready, proof: 'hash', streams: 2 })
const play = newPlay(RUN)
const folder = target.cluster.dataDir

async function go(tools: Tools, id: string, signal?: AbortSignal): Promise<void> {
  const step = [ready, ...steps].find((one) => one.id === id)
  assert.ok(step)
  await playStep(play, tools, step, signal)
}

async function undo(tools: Tools, id: string): Promise<void> {
  const step = steps.find((one) => one.id === id)
  assert.ok(step)
  await undoStep(play, tools, step)
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** The engine begins an action again a moment after the way to a host broke. */
async function again(tools: Tools, id: string): Promise<void> {
  for (;;) {
    const error = await go(tools, id).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error === undefined) return
    assert.equal(error instanceof Error && 'code' in error && error.code, 'ssh-lost', String(error))
    await sleep(100)
  }
}

const COUNT = 'select count(*)::int as n, sum(id)::int as ids from couchdb'

test('a base copy that was cut begins again, and takes nothing over from its half', async (t) => {
  const { tools } = bed.bot()
  for (const id of ['physical-ready', 'keep-wal']) await go(tools, id)

  await t.test('when the connection to the target breaks, the port goes with it', async () => {
    const slow = slowLine(tools, 'pg-old', 3_000_000)
    const cut = assert.rejects(go(slow.tools, 'base-copy'), {
      code: 'ssh-lost',
      message: /^The connection to pg-new broke/,
    })
    await until('the copy hangs', async () => slow.hangs())
    await target.host.restart()
    await cut
    assert.equal(await exists(`${folder}.drover-${RUN}/copied`), false)
  })

  await t.test('when the connection to the source breaks, the program says so', async () => {
    const slow = slowLine(tools, 'pg-old', 3_000_000)
    const cut = assert.rejects(go(slow.tools, 'base-copy'), {
      code: 'ssh-lost',
      message:
        'The base copy of pg-old did not arrive on pg-new: the line broke. It begins again from the start; nothing else was touched.',
    })
    await until('the copy hangs', async () => slow.hangs())
    await source.host.restart()
    await cut
  })

  await t.test('when the bot is gone, the next one finds the half copy and ends what still runs', async () => {
    const first = bed.bot()
    const slow = slowLine(first.tools, 'pg-old', 3_000_000)
    const gone = new AbortController()
    const left = assert.rejects(go(slow.tools, 'base-copy', gone.signal))
    await until('the copy hangs', async () => slow.hangs())
    gone.abort(new Error('the bot was ended'))
    await left
    await first.leave()
    await again(tools, 'base-copy')
    assert.equal(await exists(`${folder}.drover-${RUN}/copied`), true)
    assert.equal(play.outputs['base-copy']?.['tries'], 4)
  })

  await t.test('and a copy that is whole is not made again', async () => {
    const { length } = play.reports
    await go(tools, 'base-copy')
    assert.ok(play.reports.slice(length).every(({ note }) => note !== undefined))
    await target.cluster.psql('postgres', 'select 1')
  })
})

test('a bot that is ended while the copy catches up leaves a server that the next bot brings to the same place', async () => {
  const writer = await startWriter(source.cluster)
  await until('there is something to catch up', async () => writer.written() > 300)
  const first = bed.bot()
  await go(first.tools, 'hold-snapshot')
  await writer.stop()
  const slow = slowLine(first.tools, 'pg-old', 200_000)
  const gone = new AbortController()
  const left = assert.rejects(go(slow.tools, 'catch-up', gone.signal), { message: 'the bot was ended' })
  await until('the replay hangs', async () => slow.hangs())
  gone.abort(new Error('the bot was ended'))
  await left
  await first.leave()
  assert.equal(await exists(`${folder}.drover-${RUN}/promoted`), false)

  const { tools } = bed.bot()
  const behind = play.reports.length
  await again(tools, 'catch-up')
  assert.ok(play.reports.slice(behind).every(({ unit }) => unit === 'bytes'))
  await go(tools, 'catch-up')
  for (const id of ['release-wal', 'baseline']) await go(tools, id)
  const snapshot = String(play.outputs['hold-snapshot']?.['snapshot'])
  const atTheMoment = await tools.databases.query(source.ref, COUNT, { snapshot })

  // The machine went down between the two renames of the swap.
  await target.cluster.stop()
  await rename(folder, `${folder}.before-drover-${RUN}`)
  await go(tools, 'swap-in')
  assert.deepEqual(await tools.databases.query(target.ref, COUNT), atTheMoment)
})

test('a swap is taken back from wherever it stood, and a second time does nothing', async () => {
  const { tools } = bed.bot()
  await undo(tools, 'swap-in')
  await undo(tools, 'swap-in')
  const databases = "select count(*) from pg_database where datname = 'cht'"
  assert.equal(await target.cluster.psql('postgres', databases), '0')
  await undo(tools, 'base-copy')
  await undo(tools, 'base-copy')
  const beside = await readdir(`${folder}/..`)
  assert.deepEqual(
    beside.filter((name) => name.startsWith('data')),
    ['data'],
  )
})

test('a source that would run out of room lets go of the WAL, drops its slot, and the copy is refused', async () => {
  const { tools } = bed.bot()
  const small = newPlay('small1')
  small.outputs['physical-ready'] = { ...play.outputs['physical-ready'], walLimitBytes: 1000 }
  const [keepWal, baseCopy] = steps
  assert.ok(keepWal && baseCopy)
  await playStep(small, tools, keepWal)
  await source.cluster.psql('cht', 'insert into couchdb (doc) select doc from couchdb')
  const { log } = await until('the session ends', async () => {
    const view = await tools.hosts.peek('pg-old', 'small1-keep-wal-1', 0)
    return view.state.is === 'done' && view
  })
  assert.match(log, /ERROR: {2}the WAL kept for the copy has grown past 1000 bytes, so it was let go/)
  const slots = "select count(*) from pg_replication_slots where slot_name like 'drover_small1%'"
  assert.equal(await source.cluster.psql('cht', slots), '0')
  await assert.rejects(playStep(small, tools, baseCopy), { code: 'wal-gone' })
})
