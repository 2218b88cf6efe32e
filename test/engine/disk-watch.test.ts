import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createDiskWatch } from '../../src/engine/disk-watch.ts'
import type { Answer } from '../../src/model/ports.ts'
import { UserError } from '../../src/model/user-error.ts'
import { fakeTools } from '../checks/fake-tools.ts'

const GB = 1e9
const DATABASE = { host: 'new', port: 5432, database: 'cht', user: 'postgres' }

function df(freeGB: number, mount: string, totalGB = 100): string {
  const bytes = [totalGB, totalGB - freeGB, freeGB].map((gigabytes) => Math.round(gigabytes * GB))
  return `/dev/sda1 ${bytes.join(' ')} 50% ${mount}\n`
}

/** A watch on hosts that answer what the test says, with a clock of the test's. */
function scene(answer: (host: string, command: string) => string | Promise<Answer>) {
  let nowMs = 0
  let samples = 0
  const asked: string[] = []
  const queried: string[] = []
  const tools = {
    ...fakeTools({
      query: ({ database }) => {
        queried.push(database)
        return [{ folder: '/var/lib/postgresql/15/main' }]
      },
    }),
    now: () => new Date(nowMs),
  }
  const hosts = {
    ...tools.hosts,
    ask: async (host: string, command: string): Promise<Answer> => {
      asked.push(host)
      const said = answer(host, command)
      return typeof said === 'string' ? { code: 0, stdout: said, stderr: '' } : said
    },
  }
  const places = [{ on: 'old', path: '/tmp' }, { on: 'new', path: '/srv' }, { dataFolderOf: DATABASE }]
  const redact = (text: string) => text.replaceAll('hunter2', '[secret]')
  const watch = createDiskWatch('m7f3xq-copy-1', places, { tools: { ...tools, hosts }, redact }, () => {
    samples += 1
  })
  const look = async (afterMs = 5000) => {
    nowMs += afterMs
    const before = samples
    watch.look(5000)
    for (let tries = 0; tries < 1000 && samples === before; tries += 1) await turn()
  }
  return { watch, look, asked, queried, pass: (ms: number) => (nowMs += ms), samples: () => samples }
}

test('each host is asked once a look for all its folders, and a server only once where its data is', async () => {
  const { watch, look, asked, queried } = scene((host) => (host === 'new' ? df(41, '/') + df(30, '/var') : df(80, '/')))
  await look()
  await look()
  assert.deepEqual([asked, queried], [['old', 'new', 'old', 'new'], ['postgres']])
  assert.deepEqual(watch.lines(), [
    { text: 'new: 41 GB free in /', tight: false },
    { text: 'new: 30 GB free in /var', tight: false },
    { text: 'old: 80 GB free in /', tight: false },
  ])
})

test('folders on one mount point are one line', async () => {
  const { watch, look } = scene((host) => (host === 'new' ? df(41, '/') + df(41, '/') : df(80, '/')))
  await look()
  assert.equal(watch.lines().length, 2)
})

test('a look begins neither while another is under way nor before its time', async () => {
  let answer: (said: Answer) => void = () => {}
  const { watch, asked, pass, look } = scene(() => new Promise<Answer>((resolve) => (answer = resolve)))
  void look()
  await turn()
  pass(60_000)
  watch.look(5000)
  assert.deepEqual(asked, ['old', 'new'].slice(0, asked.length))
  const before = asked.length
  answer({ code: 0, stdout: df(80, '/'), stderr: '' })
  watch.look(5000)
  assert.equal(asked.length, before)
})

test('a host that cannot be asked is not taken for room: it is said, with the reason', async () => {
  const said: (string | Promise<Answer>)[] = [
    Promise.reject(new UserError('ssh-unreachable', 'new does not answer with hunter2.')),
    Promise.resolve({ code: 1, stdout: '', stderr: 'df: cannot read table\n' }),
    'odd\nodd\n',
    df(41, '/') + df(41, '/'),
  ]
  const { watch, look } = scene((host) => (host === 'new' ? (said.shift() ?? '') : df(80, '/')))
  const lines: string[] = []
  for (let count = 0; count < 4; count += 1) {
    await look()
    lines.push(
      watch
        .lines()
        .map(({ text }) => text)
        .find((text) => text.startsWith('new')) ?? '',
    )
  }
  assert.deepEqual(lines, [
    'new: could not tell how much disk is free: new does not answer with [secret].',
    'new: could not tell how much disk is free: df said df: cannot read table',
    'new: could not tell how much disk is free: df said odd',
    'new: 41 GB free in /',
  ])
})

test('a disk that fills is a reason to hold once, and again when half of the rest is gone', async () => {
  let freeGB = 10
  const { watch, look } = scene(() => df(freeGB, '/') + df(freeGB, '/'))
  const fall = async (byGB: number, times: number) => {
    for (let count = 0; count < times; count += 1) {
      freeGB -= byGB
      await look()
    }
  }
  await fall(0.7, 8)
  assert.match(watch.whyHold(undefined) ?? '', /^new has 4.4 GB free in \/, 95 % used, falling 140 MB\/s, full in 31 s/)
  watch.held()
  assert.equal(watch.whyHold(3_600_000), undefined)
  await fall(0.05, 8)
  assert.equal(watch.whyHold(3_600_000), undefined)
  await fall(0.3, 8)
  assert.match(watch.whyHold(3_600_000) ?? '', /^new has 1.6 GB free/)
})

test('the most that was used and the least that was free are kept as evidence', async () => {
  const free = [41, 12, 60]
  const { watch, look } = scene((host) =>
    host === 'old' ? df(80, '/') : df(free[0] ?? 0, '/var') + df(free[0] ?? 0, '/var'),
  )
  assert.equal(watch.evidence(), undefined)
  for (let count = 0; count < 3; count += 1) {
    await look()
    free.shift()
  }
  assert.deepEqual(watch.evidence(), {
    check: 'disk-watch',
    title: 'Disks while it ran',
    measuredAt: '1970-01-01T00:00:15.000Z',
    outcome: 'warn',
    summary:
      'new had at most 88 GB used and at least 12 GB free in /var. old had at most 20 GB used and at least 80 GB free in /.',
    values: {
      'new /var most used': 88 * GB,
      'new /var least free': 12 * GB,
      'old / most used': 20 * GB,
      'old / least free': 80 * GB,
    },
  })
})
