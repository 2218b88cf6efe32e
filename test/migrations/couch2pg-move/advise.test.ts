import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advise } from '../../../migrations/couch2pg-move/advise.ts'
import type { World } from '../../../migrations/couch2pg-move/world.ts'
import type { Past } from '../../../src/model/advice.ts'
import { changed, DATABASE, found, OPEN, paramsOf, roomOf, unknown, world } from './worlds.ts'

interface Asked {
  readonly typed?: Readonly<Record<string, string>>
  readonly open?: readonly string[]
  readonly past?: readonly Past[]
}

function adviceOn(the: World, { typed = {}, open, past = [] }: Asked = {}) {
  return advise(paramsOf(typed), the, { open: open ?? OPEN.filter((name) => !(name in typed)), past })
}

/** The sentences that begin so. */
function said(the: World, begin: string | RegExp, asked: Asked = {}): readonly string[] {
  const { because } = adviceOn(the, asked)
  return because.filter((one) => (typeof begin === 'string' ? one.startsWith(begin) : begin.test(one)))
}

const ELSEWHERE = 'by times of another machine, since no move of this size was timed here'

test('a usual pair of servers is told what was chosen, why, how long it takes, and what was measured', () => {
  const { chosen, because } = adviceOn(world())
  assert.deepEqual(chosen, { method: 'stream', streams: '4', compression: 'zstd' })
  assert.deepEqual(because, [
    'method=stream: rows go from old-pg to new-pg with nothing written on the way, and old-pg stays in use.',
    'streams=4: old-pg has 4 cores and new-pg 4 cores.',
    'compression=zstd: 12.5 MB/s come through, and packed rows make 50 MB/s of that.',
    `Forecast: about 1.6 h (0.9–2.8) of work, the rows about 50 min, ${ELSEWHERE}.`,
    'new-pg will use up to 226 GB in /var; 900 GB are free, so 674 GB will be left.',
    'old-pg: Postgres 15, 4 cores, load 0.5, 12 GB of memory free, zstd 1.5.4.',
    'new-pg: Postgres 15, 4 cores, load 0.5, 12 GB of memory free, zstd 1.5.4.',
    'cht is 175 GB: 8 tables 100 GB, indexes 25 GB, 3 materialized views 50 GB. As text its rows are about 150 GB.',
    'Through Drover, from old-pg to new-pg: 12.5 MB/s.',
    'zstd makes the rows 4.0 times smaller, 300 MB/s on a core of old-pg.',
  ])
})

const LARGE = { ...DATABASE, largeObjects: 3, subscriptions: 1 }
const { source, target } = world()
const FAST = { relayed: found(900e6) }

const CHOICES: readonly {
  readonly name: string
  readonly the: World
  readonly asked?: Asked
  readonly says: string
}[] = [
  {
    name: 'what a stream cannot carry goes by dump, where there is room',
    the: world({ database: found(LARGE) }),
    says: 'method=dump: cht holds 3 large objects and 1 subscription, which a stream cannot carry.',
  },
  {
    name: 'what somebody put into a schema of our name is not taken for ours',
    the: world({ database: found({ ...DATABASE, strangers: 2 }) }),
    says: 'method=dump: cht holds 2 things in a schema named drover, which a stream cannot carry.',
  },
  {
    name: 'what a stream cannot carry and no disk has room for is said with what is missing',
    the: world({ database: found(LARGE), source: changed(source, { disks: roomOf(300e9) }) }),
    says: 'method=dump: cht holds 3 large objects and 1 subscription, which a stream cannot carry. Its archives do not fit: old-pg has 300 GB free in / and needs 338 GB. Free space there, or name another workDir.',
  },
  {
    name: 'a database that did not say what it holds is streamed, and the check has to say whether it can',
    the: world({ database: unknown(), textBytes: undefined, packing: undefined }),
    says: 'method=stream: what cht holds could not be told, so the check before the start has to say whether a stream carries it.',
  },
  {
    name: 'a small machine still gets two streams',
    the: world({ target: changed(target, { machine: { cores: 1 } }) }),
    says: 'streams=2: old-pg has 4 cores and new-pg 1 core.',
  },
  {
    name: 'big machines get four streams, not more',
    the: world({
      source: changed(source, { machine: { cores: 64 } }),
      target: changed(target, { machine: { cores: 32 } }),
    }),
    says: 'streams=4: old-pg has 64 cores and new-pg 32 cores.',
  },
  {
    name: 'three cores are three streams',
    the: world({ source: changed(source, { machine: { cores: 3 } }) }),
    says: 'streams=3: old-pg has 3 cores and new-pg 4 cores.',
  },
  {
    name: 'a host that does not count its cores gets two streams',
    the: world({ target: changed(target, { machine: { cores: undefined } }) }),
    says: 'streams=2: new-pg did not tell how many cores it has.',
  },
  {
    name: 'a host without zstd sends rows as they are',
    the: world({ target: changed(target, { machine: { zstd: undefined } }) }),
    says: 'compression=none: new-pg has no zstd. With it on both hosts, fewer bytes would have to cross.',
  },
  {
    name: 'two hosts without zstd are both named',
    the: world({
      source: changed(source, { machine: { zstd: undefined } }),
      target: changed(target, { machine: { zstd: undefined } }),
      packing: undefined,
    }),
    says: 'compression=none: old-pg and new-pg have no zstd. With it on both hosts, fewer bytes would have to cross.',
  },
  {
    name: 'a link faster than zstd sends rows as they are',
    the: world({ relayed: found(1500e6) }),
    says: 'compression=none: 1.5 GB/s come through, and old-pg packs no more than 1.2 GB/s.',
  },
  {
    name: 'few cores on a fast link are not spent on packing',
    the: world({ ...FAST, source: changed(source, { machine: { cores: 1 } }) }),
    says: 'compression=none: 900 MB/s come through, and old-pg packs no more than 300 MB/s.',
  },
  {
    name: 'a link that nobody could measure is packed for',
    the: world({ relayed: unknown() }),
    says: 'compression=zstd: it gains on all but the fastest links.',
  },
  {
    name: 'a limit counts as the speed of the link',
    the: world(FAST),
    asked: { typed: { limit: '20MB/s' } },
    says: 'compression=zstd: 20 MB/s come through, and packed rows make 80 MB/s of that.',
  },
]

for (const { name, the, asked, says } of CHOICES) {
  test(`choice: ${name}`, () => {
    assert.deepEqual(said(the, `${says.slice(0, says.indexOf(':'))}:`, asked), [says])
  })
}

const BOTH_WAYS = [...OPEN, 'relay']
const RELAYS: readonly {
  readonly name: string
  readonly the: World
  readonly open?: readonly string[]
  readonly says: string
}[] = [
  {
    name: 'straight, when that is much faster',
    the: world({ direct: found(90e6), relayed: found(40e6) }),
    says: 'relay=direct: 90 MB/s go straight from host to host, and 40 MB/s through Drover.',
  },
  {
    name: 'through Drover, when straight is not much faster',
    the: world({ direct: found(45e6), relayed: found(40e6) }),
    says: 'relay=relay: straight from host to host is not much faster: 45 MB/s against 40 MB/s.',
  },
  {
    name: 'through Drover, when there is no way straight',
    the: world({ direct: unknown('drover.yml does not say how old-pg reaches new-pg') }),
    says: 'relay=relay: old-pg could not send straight to new-pg (drover.yml does not say how old-pg reaches new-pg).',
  },
  {
    name: 'through Drover, for a dump',
    the: world({ direct: found(90e6), database: found(LARGE) }),
    says: 'relay=relay: method=dump goes through Drover.',
  },
]

for (const { name, the, says } of RELAYS) {
  test(`relay=auto goes ${name}`, () => {
    assert.deepEqual(said(the, 'relay=', { open: BOTH_WAYS }), [says])
  })
}

test('without relay=auto nothing is said or chosen about the way', () => {
  const { chosen, because } = adviceOn(world({ direct: found(90e6) }))
  assert.equal(chosen['relay'], undefined)
  assert.deepEqual(
    because.filter((one) => one.startsWith('relay=')),
    [],
  )
})

test('what was typed is kept, and what Drover would have taken is said where it differs much', () => {
  const asked = { typed: { method: 'dump' } }
  const { chosen } = adviceOn(world(), asked)
  assert.deepEqual(chosen, { streams: '4', compression: 'zstd' })
  assert.deepEqual(said(world(), /was typed/, asked), [
    'method=dump was typed. Left to itself, Drover would take stream: about 1.6 h (0.9–2.8) instead of about 5 h (3–8.8).',
  ])
  assert.deepEqual(said(world(), /was typed/, { typed: { streams: '16', compression: 'none' } }), [
    'streams=16 was typed. Left to itself, Drover would take 4: old-pg has 4 cores and new-pg 4 cores.',
    'compression=none was typed. Left to itself, Drover would take zstd: 12.5 MB/s come through, and packed rows make 50 MB/s of that.',
  ])
})

test('what was typed and differs little is not commented', () => {
  assert.deepEqual(said(world(), /was typed/, { typed: { streams: '3', compression: 'zstd', method: 'stream' } }), [])
})

test('a typed stream that cannot carry everything is said so', () => {
  assert.deepEqual(said(world({ database: found(LARGE) }), /was typed/, { typed: { method: 'stream' } }), [
    'method=stream was typed, but cht holds 3 large objects and 1 subscription, which a stream cannot carry. method=dump would.',
  ])
})

const PHYSICAL =
  'method=physical would take about 38 min (23–67): it copies the whole cluster of old-pg (175 GB, with superset) and replaces the one on new-pg. Type it if that one holds nothing else.'
const SHARED = changed(source, { server: { databases: ['cht', 'superset'] } })

test('a physical move is recommended, never chosen, where it is possible and saves much', () => {
  const the = world({ relayed: found(100e6), source: SHARED })
  assert.deepEqual(said(the, 'method=physical'), [PHYSICAL])
  assert.equal(adviceOn(the).chosen['method'], 'stream')
})

const IMPOSSIBLE: readonly [string, Partial<World>][] = [
  ['another major version', { target: changed(target, { server: { major: 16 } }) }],
  ['another kind of machine', { target: changed(target, { machine: { machine: 'aarch64' } }) }],
  ['an unknown kind of machine', { source: changed(SHARED, { machine: { machine: undefined } }) }],
  ['no right to replicate', { source: changed(SHARED, { server: { replication: false } }) }],
  ['a log too short to replicate from', { source: changed(SHARED, { server: { walLevel: 'minimal' } }) }],
  ['a target that somebody else uses', { target: changed(target, { server: { databases: ['superset'] } }) }],
  ['a link that makes it no faster', { relayed: found(12.5e6) }],
]

for (const [name, changes] of IMPOSSIBLE) {
  test(`a physical move is not recommended with ${name}`, () => {
    assert.deepEqual(said(world({ relayed: found(100e6), source: SHARED, ...changes }), 'method=physical'), [])
  })
}

test('a disk that will not do is said with both numbers', () => {
  assert.deepEqual(said(world({ target: changed(target, { disks: roomOf(100e9) }) }), 'new-pg will use'), [
    'new-pg will use up to 226 GB in /, and only 100 GB are free there.',
  ])
})

test('what could not be measured is said, with what is taken instead', () => {
  const blind = world({
    textBytes: unknown('it took too long'),
    packing: unknown('zstd on old-pg did not say how fast it is'),
    relayed: unknown('it took too long'),
    source: changed(source, { server: { dataFolder: undefined }, machine: { load: 3.9 } }),
    target: changed(target, { disks: unknown('df on new-pg did not tell the space of /tmp') }),
  })
  assert.deepEqual(said(blind, /ould not tell/), [
    'Could not tell how long its rows are as text (it took too long); taken as 1.3 times the tables.',
    'Through Drover, from old-pg to new-pg: could not tell how fast that is (it took too long); taken as 12.5 MB/s.',
    'Could not tell how well zstd packs the rows (zstd on old-pg did not say how fast it is); taken as 3.5 times smaller, 300 MB/s on a core of old-pg.',
    'Could not tell where the data of old-pg lies: the login may not read that setting.',
    'Could not tell how much is free on new-pg (df on new-pg did not tell the space of /tmp).',
  ])
  assert.deepEqual(said(blind, 'old-pg: '), [
    'old-pg: Postgres 15, 4 cores, load 3.9, 12 GB of memory free, zstd 1.5.4. It is busy, so the move will take longer.',
  ])
})

test('without the size of the database there is no forecast, and it is said why', () => {
  const { because, forecast } = adviceOn(world({ database: unknown(), textBytes: undefined, packing: undefined }))
  assert.equal(forecast, undefined)
  assert.ok(because.includes('Could not tell how big cht is (it took too long), so there is no forecast.'))
  assert.deepEqual(
    because.filter((one) => one.startsWith('Forecast')),
    [],
  )
})

test('a machine that says little of itself is described by what it said', () => {
  const machine = { cores: undefined, load: undefined, freeMemoryBytes: undefined, zstd: undefined }
  assert.deepEqual(said(world({ source: changed(source, { machine }) }), 'old-pg: '), ['old-pg: Postgres 15, no zstd.'])
})

test('the times of an earlier run of the same pair are believed more than those of another machine', () => {
  const steps = {
    inventory: { actedMs: 100, outputs: { sizeBytes: 87.5e9 } },
    'copy-tables': { actedMs: 1800e3, outputs: {} },
    'refresh-matviews': { actedMs: 300e3, outputs: {} },
    'test-refresh': { actedMs: 300e3, outputs: {} },
  }
  const past = [{ run: 'm7f3xq', params: { source: 'old-pg', target: 'new-pg', method: 'stream' }, steps }]
  assert.deepEqual(said(world(), 'Forecast', { past }), [
    'Forecast: about 1.6 h (1.3–2.1) of work, the rows about 60 min, by the times of m7f3xq.',
  ])
})
