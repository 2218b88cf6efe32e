import assert from 'node:assert/strict'
import { test } from 'node:test'
import { about, aboutOne } from '../../../migrations/couch2pg-move/about.ts'
import { forecastOf, rowSeconds } from '../../../migrations/couch2pg-move/forecast.ts'
import type { Choice, World } from '../../../migrations/couch2pg-move/world.ts'
import type { Past } from '../../../src/model/advice.ts'
import { planFor } from './given.ts'
import { changed, DATABASE, found, paramsOf, roomOf, unknown, world } from './worlds.ts'

const GB = 1e9
const NAMES = paramsOf()
const STREAM: Choice = { method: 'stream', relay: 'relay', streams: 4, compression: 'zstd' }

function outlook(choice: Partial<Choice> = {}, the: World = world(), past: readonly Past[] = []) {
  const found = forecastOf({ ...STREAM, ...choice }, the, NAMES, past)
  assert.ok(found)
  return found
}

const ROWS: readonly {
  readonly name: string
  readonly choice: Partial<Choice>
  readonly the: World
  readonly seconds: number
}[] = [
  { name: 'packed over a slow link, the link', choice: {}, the: world(), seconds: (150 * GB) / 4 / 12.5e6 },
  {
    name: 'unpacked over a slow link, the link',
    choice: { compression: 'none' },
    the: world(),
    seconds: (150 * GB) / 12.5e6,
  },
  {
    name: 'over a fast link, the writing',
    choice: {},
    the: world({ relayed: found(500e6) }),
    seconds: (150 * GB) / 120e6,
  },
  {
    name: 'with one core on the target, its writing',
    choice: {},
    the: world({ relayed: found(500e6), target: changed(world().target, { machine: { cores: 1 } }) }),
    seconds: (150 * GB) / 30e6,
  },
  {
    name: 'with a slow source, its packing',
    choice: {},
    the: world({ relayed: found(500e6), packing: found({ bytesPerSecond: 10e6, ratio: 4 }) }),
    seconds: (150 * GB) / 40e6,
  },
  { name: 'under a limit, the limit', choice: { limit: 1e6 }, the: world(), seconds: (150 * GB) / 4 / 1e6 },
  {
    name: 'under a limit on a link that nobody measured, the limit',
    choice: { limit: 1e6 },
    the: world({ relayed: unknown() }),
    seconds: (150 * GB) / 4 / 1e6,
  },
  {
    name: 'on a link that nobody measured, an ordinary line',
    choice: { compression: 'none' },
    the: world({ relayed: unknown() }),
    seconds: (150 * GB) / 12.5e6,
  },
  {
    name: 'straight, the way from host to host',
    choice: { relay: 'direct', compression: 'none' },
    the: world({ direct: found(50e6) }),
    seconds: (150 * GB) / 50e6,
  },
]

for (const { name, choice, the, seconds } of ROWS) {
  test(`what bounds the rows: ${name}`, () => {
    assert.equal(rowSeconds({ ...STREAM, ...choice }, the, 150 * GB), seconds)
  })
}

test('every method is timed by its own steps', () => {
  assert.deepEqual(Object.keys(outlook().stepSeconds), [
    'baseline',
    'copy-tables',
    'build-indexes',
    'refresh-matviews',
    'verification',
    'test-refresh',
  ])
  assert.deepEqual(Object.keys(outlook({ method: 'dump' }).stepSeconds), [
    'baseline',
    'dump',
    'compress',
    'fingerprint',
    'transfer',
    'decompress',
    'restore',
    'refresh-matviews',
    'verification',
    'test-refresh',
  ])
  assert.deepEqual(Object.keys(outlook({ method: 'physical' }).stepSeconds), [
    'base-copy',
    'baseline',
    'verification',
    'test-refresh',
  ])
})

test('a link that nobody measured makes the forecast twice as wide', () => {
  const { likely, least, most } = outlook({}, world({ relayed: unknown() })).seconds
  assert.deepEqual([(least / likely).toFixed(3), (most / likely).toFixed(3)], ['0.600', '3.500'])
})

test('text that nobody sampled is reckoned from the tables', () => {
  const blind = outlook({ compression: 'none' }, world({ textBytes: unknown() }))
  assert.equal(blind.stepSeconds['copy-tables'], (100 * GB * 1.3) / 12.5e6 + 1)
})

test('an empty database is still forecast', () => {
  const empty = { ...DATABASE, tables: 0, tableBytes: 0, biggest: undefined, biggestBytes: 0, biggestPages: 0 }
  const { mounts } = outlook({ method: 'dump' }, world({ database: found(empty), textBytes: undefined }))
  assert.deepEqual(
    mounts.map(({ host, mount, peakBytes }) => [host, mount, peakBytes]),
    [
      ['old-pg', '/var', 0],
      ['old-pg', '/', 0],
      ['new-pg', '/var', 226 * GB],
    ],
  )
})

test('a stream needs room for the data, for its views twice, and for the log between two checkpoints', () => {
  assert.deepEqual(outlook().mounts, [
    { host: 'new-pg', mount: '/var', freeBytes: 900 * GB, peakBytes: (175 + 50 + 1) * GB },
  ])
})

test('a small database does not fill the log', () => {
  const small = { ...DATABASE, sizeBytes: 100e6, matviewBytes: 10e6 }
  assert.equal(outlook({}, world({ database: found(small) })).mounts[0]?.peakBytes, 100e6 + 10e6 + 150e6)
})

test('a dump needs room for the tar beside its gzip on both sides, and for the spool of the biggest table', () => {
  assert.deepEqual(outlook({ method: 'dump' }).mounts, [
    { host: 'old-pg', mount: '/var', freeBytes: 900 * GB, peakBytes: 202.5 * GB },
    { host: 'old-pg', mount: '/', freeBytes: 900 * GB, peakBytes: 135 * GB },
    { host: 'new-pg', mount: '/var', freeBytes: 900 * GB, peakBytes: (202.5 + 226) * GB },
  ])
})

test('what lies on one disk is added up', () => {
  const one = { ...world(), source: changed(world().source, { disks: roomOf(500 * GB) }) }
  assert.deepEqual(outlook({ method: 'dump' }, one).mounts[0], {
    host: 'old-pg',
    mount: '/',
    freeBytes: 500 * GB,
    peakBytes: 337.5 * GB,
  })
})

test('a physical move sets the cluster of the target aside and needs room for a second one', () => {
  assert.deepEqual(outlook({ method: 'physical' }).mounts, [
    { host: 'new-pg', mount: '/var', freeBytes: 900 * GB, peakBytes: 193.5 * GB },
  ])
})

test('a disk that did not tell, or a data folder that is not known, is left out', () => {
  const { source, target } = world()
  assert.deepEqual(outlook({}, world({ target: changed(target, { disks: unknown() }) })).mounts, [])
  const folderless = world({ source, target: changed(target, { server: { dataFolder: undefined } }) })
  assert.deepEqual(outlook({}, folderless).mounts, [])
})

const STEPS = {
  inventory: { actedMs: 100, outputs: { sizeBytes: 175 * GB } },
  'copy-tables': { actedMs: 7200e3, outputs: {} },
}
const RUN: Past = { run: 'm7f3xq', params: { source: 'old-pg', target: 'new-pg', method: 'stream' }, steps: STEPS }

test('the newest run of the same pair and method is learnt from, at this size', () => {
  const half = { ...DATABASE, sizeBytes: 87.5 * GB }
  const older = { ...RUN, run: 'older1', steps: { ...STEPS, 'copy-tables': { actedMs: 1, outputs: {} } } }
  const { stepSeconds, learntFrom } = outlook({}, world({ database: found(half) }), [RUN, older])
  assert.deepEqual([stepSeconds['copy-tables'], learntFrom], [3600, 'm7f3xq'])
})

const OTHERS: readonly [string, Past][] = [
  ['another pair', { ...RUN, params: { source: 'old-pg', target: 'newer-pg', method: 'stream' } }],
  ['another method', { ...RUN, params: { source: 'old-pg', target: 'new-pg', method: 'dump' } }],
  ['another limit', { ...RUN, params: { source: 'old-pg', target: 'new-pg', method: 'stream', limit: 1e6 } }],
  ['a much smaller one', { ...RUN, steps: { ...STEPS, inventory: { actedMs: 100, outputs: { sizeBytes: GB } } } }],
  ['one that never took stock', { ...RUN, steps: { 'copy-tables': { actedMs: 1, outputs: {} } } }],
  ['one whose params are not known', { ...RUN, params: null }],
]

for (const [name, past] of OTHERS) {
  test(`${name} is not learnt from`, () => {
    const { stepSeconds, learntFrom } = outlook({}, world(), [past])
    assert.deepEqual([stepSeconds['copy-tables'], learntFrom], [3001, undefined])
  })
}

const ABOUTS: readonly [number, number, number, string][] = [
  [8.3, 5, 14.6, 'about 8 s (5–15)'],
  [0, 0, 0, 'about 1 s (1–1)'],
  [89, 53, 156, 'about 89 s (53–156)'],
  [90, 54, 158, 'about 2 min (1–3)'],
  [2400, 1500, 4200, 'about 40 min (25–70)'],
  [5400, 3240, 9450, 'about 1.5 h (0.9–2.6)'],
  [90_000, 54_000, 157_500, 'about 25 h (15–43.8)'],
]

for (const [likely, least, most, says] of ABOUTS) {
  test(`a time is said as ${says}`, () => {
    assert.equal(about({ likely, least, most }), says)
    assert.equal(aboutOne(likely), says.slice(0, says.indexOf(' (')))
  })
}

for (const method of ['stream', 'dump'] as const) {
  test(`every step that the forecast of ${method} times is one of its plan`, () => {
    const ids = planFor({ method }).steps.map(({ id }) => id)
    assert.deepEqual(
      Object.keys(outlook({ method }).stepSeconds).filter((id) => !ids.includes(id)),
      [],
    )
  })
}
