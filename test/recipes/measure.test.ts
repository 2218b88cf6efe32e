import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PipeEnd } from '../../src/model/ports.ts'
import { UserError } from '../../src/model/user-error.ts'
import { measureDisks } from '../../src/recipes/measure-disks.ts'
import { measureHost } from '../../src/recipes/measure-host.ts'
import { measureLink } from '../../src/recipes/measure-link.ts'
import { measurePacking } from '../../src/recipes/measure-packing.ts'
import { type DatabaseMeasure, measureText, samplePercent } from '../../src/recipes/measure-postgres.ts'
import { tryMeasure } from '../../src/recipes/measured.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { SOURCE } from './action-context.ts'

const NEVER = new AbortController().signal
const LINK = { source: 'old-pg', target: 'new-pg', direct: false }

test('a host tells its cores, load, memory, kind and zstd', async () => {
  const tools = fakeTools({
    ask: () => 'cores=4\nload=0.52\nfreeMemoryKb=1000\nmachine=x86_64\nzstd=1.5.4\n',
  })
  assert.deepEqual(await measureHost(tools, 'old-pg', 1000), {
    cores: 4,
    load: 0.52,
    freeMemoryBytes: 1_024_000,
    machine: 'x86_64',
    zstd: '1.5.4',
  })
})

test('what a host does not tell is left out', async () => {
  const tools = fakeTools({ ask: () => 'cores=\nload=none\nfreeMemoryKb=\nmachine=\nzstd=\n' })
  assert.deepEqual(Object.values(await measureHost(tools, 'old-pg', 1000)), Array(5).fill(undefined))
})

test('each path is told its disk', async () => {
  const df = ['/dev/sda1 1000 400 600 40% /', '/dev/sdb1 9000 1000 8000 12% /var/lib']
  const disks = await measureDisks(fakeTools({ ask: () => df.join('\n') }), 'old-pg', ['/tmp', '/var/lib/pg'], 1000)
  assert.deepEqual(
    [...disks],
    [
      ['/tmp', { mount: '/', freeBytes: 600 }],
      ['/var/lib/pg', { mount: '/var/lib', freeBytes: 8000 }],
    ],
  )
})

test('a df that does not tell is said by its path', async () => {
  const tools = fakeTools({ ask: () => '/dev/sda1 1000 400 600 40% /' })
  await assert.rejects(measureDisks(tools, 'old-pg', ['/tmp', '/var'], 1000), {
    code: 'disk-unknown',
    message: 'df on old-pg did not tell the space of /var',
  })
})

/** A link of so many bytes a second, as dd on the target times it. */
function linkOf(bytesPerSecond: number, words = 's') {
  const sent: { bytes: number; direct: boolean }[] = []
  const tools = fakeTools({
    pipe: (source, _target, { direct }) => {
      const bytes = Number(/head -c (\d+)/.exec(source.command)?.[1]) - 64 * 1024
      sent.push({ bytes, direct })
      const stderr = `12+3 records in\n12+3 records out\n${bytes} bytes (1 MB, 1 MiB) copied, ${bytes / bytesPerSecond} ${words}, 1 MB/s\n`
      return { bytes, source: ok(''), target: ok(stderr) }
    },
  })
  return { tools, sent }
}

function ok(stderr: string, stdout = '') {
  return { code: 0, stdout, stderr }
}

test('a link is timed with a short stream, then with one that lasts about a second', async () => {
  const { tools, sent } = linkOf(4e6)
  assert.equal(await measureLink(tools, LINK, NEVER), 4e6)
  assert.deepEqual(sent, [
    { bytes: 524_288, direct: false },
    { bytes: 4_000_000, direct: false },
  ])
})

test('a slow link is not sent a second stream, and a fast one no more than 16 MiB', async () => {
  const slow = linkOf(100e3)
  assert.equal(Math.round(await measureLink(slow.tools, LINK, NEVER)), 100e3)
  assert.equal(slow.sent.length, 1)
  const fast = linkOf(1e9, 'seconds')
  assert.equal(Math.round(await measureLink(fast.tools, { ...LINK, direct: true }, NEVER)), 1e9)
  assert.deepEqual(fast.sent[1], { bytes: 16 * 1024 * 1024, direct: true })
})

test('a stream that did not arrive whole tells nothing', async () => {
  const tools = fakeTools({
    pipe: () => ({ bytes: 7, source: ok(''), target: ok('7 bytes copied, 0.1 s, 70 B/s') }),
  })
  await assert.rejects(measureLink(tools, LINK, NEVER), {
    code: 'link-unknown',
    message: 'new-pg did not say how fast a stream from old-pg arrived',
  })
})

const FOUND: DatabaseMeasure = {
  sizeBytes: 2e9,
  tables: 2,
  tableBytes: 1.6e9,
  indexBytes: 1e8,
  matviews: 0,
  matviewBytes: 0,
  biggest: 'public.couchdb',
  biggestBytes: 8e8,
  biggestPages: 20_000,
  largeObjects: 0,
  subscriptions: 0,
  strangers: 0,
}

test('rows are packed where they are, and only figures come back', async () => {
  const ends: [PipeEnd, PipeEnd][] = []
  const tools = fakeTools({
    pipe: (source, target) => {
      ends.push([source, target])
      const said =
        ' 1#sample : 8388608 -> 2150000 (x3.902),  90.5 MB/s\n 1#sample : 8388608 -> 2150000 (x3.902), 310.5 MB/s, 980.0 MB/s\n'
      return { bytes: 1, source: ok(''), target: ok('', said) }
    },
  })
  assert.deepEqual(await measurePacking(tools, SOURCE, FOUND, NEVER), { bytesPerSecond: 310.5e6, ratio: 3.902 })
  const [source, target] = ends[0] ?? []
  assert.deepEqual([source?.host, target?.host], ['old-pg', 'old-pg'])
  assert.match(source?.command ?? '', /select t\.\* from only public\.couchdb as t tablesample system \(1\)/)
  assert.match(source?.command ?? '', /> "\$sample"\nzstd -b1 -i0 "\$sample" 2>&1$/)
  assert.deepEqual(source?.files, { pgpass: '*:5432:*:postgres:value of source-pg\n' })
})

test('a zstd that says nothing tells nothing', async () => {
  const tools = fakeTools({ pipe: () => ({ bytes: 0, source: ok(''), target: ok('') }) })
  await assert.rejects(measurePacking(tools, SOURCE, FOUND, NEVER), {
    code: 'packing-unknown',
    message: 'zstd on old-pg did not say how fast it is',
  })
})

test('the share of a sample makes some megabytes, whatever the size of the table', () => {
  assert.equal(samplePercent(FOUND), 1)
  assert.equal(samplePercent({ ...FOUND, biggestBytes: 1000 }), 100)
  assert.equal(samplePercent({ ...FOUND, biggestBytes: 8e12, biggestPages: 1e9 }), 0.0001)
  assert.equal(samplePercent({ ...FOUND, biggestPages: 100 }), 50)
})

test('the text of a sample stands for all tables', async () => {
  const tools = fakeTools({ query: () => [{ bytes: '12000000' }] })
  assert.equal(await measureText(tools, SOURCE, FOUND, 1000), 2.4e9)
})

test('a database without tables has no text, and a sample without rows tells nothing', async () => {
  const tools = fakeTools({ query: () => [{ bytes: 0 }] })
  assert.equal(await measureText(tools, SOURCE, { ...FOUND, biggest: undefined }, 1000), 0)
  assert.equal(await measureText(tools, SOURCE, { ...FOUND, biggestBytes: 8000 }, 1000), 0)
  await assert.rejects(measureText(tools, SOURCE, FOUND, 1000), {
    message: 'the sample of public.couchdb had no rows',
  })
})

const LIMIT = { signal: NEVER, timeoutMs: 60_000 }

test('what can be measured is known', async () => {
  assert.deepEqual(await tryMeasure(LIMIT, async () => 7), { is: 'known', value: 7 })
})

test('what goes wrong is said in its first sentence', async () => {
  const broken = async () => {
    throw new UserError('x', 'new-pg 10.0.0.1 has no df. Nothing was read. Install it.')
  }
  assert.deepEqual(await tryMeasure(LIMIT, broken), { is: 'unknown', why: 'new-pg 10.0.0.1 has no df' })
})

test('a fault of our own is not taken for a measurement', async () => {
  await assert.rejects(
    tryMeasure(LIMIT, async () => {
      throw new TypeError('undefined is not a function')
    }),
    TypeError,
  )
})

test('what takes longer than its time, or than the whole time, is unknown', async () => {
  const never = () => new Promise<number>(() => undefined)
  const late = { is: 'unknown', why: 'it took too long' }
  assert.deepEqual(await tryMeasure({ signal: NEVER, timeoutMs: 1 }, never), late)
  assert.deepEqual(await tryMeasure({ signal: AbortSignal.abort(), timeoutMs: 60_000 }, never), late)
})
