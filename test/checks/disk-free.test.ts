import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diskFree, judgeDisk } from '../../src/checks/disk-free.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const GB = 1e9
const ADVICE = 'Nothing was changed. Free space or grow the disk, then retry. Or take a bigger disk.'
const FLOOR = { least: 2, wanted: 3 }

function need(what: string, times: number) {
  return { what, at: { path: '/var/tmp/drover' }, times }
}

function mount(free: number, ...needs: ReturnType<typeof need>[]) {
  return { mount: '/', freeBytes: free * GB, totalBytes: 400 * GB, needs }
}

const CASES = [
  {
    name: 'more than wanted passes',
    found: mount(600, need('dump and gzip', 1.5)),
    outcome: 'pass',
    summary: 'old-pg has 600 GB free in /: at most 263 GB will be used, 338 GB left.',
  },
  {
    name: 'between least and wanted warns',
    found: mount(400, need('dump and gzip', 1.5)),
    outcome: 'warn',
    summary:
      'old-pg has 400 GB free in /: at most 263 GB will be used, 138 GB left. That is enough, but less than the 525 GB free that the runbook wants.',
  },
  {
    name: 'less than the least fails',
    found: mount(225, need('dump and gzip', 1.5)),
    outcome: 'fail',
    summary: 'old-pg has 225 GB free in / and needs 350 GB.',
  },
  {
    name: 'needs on one mount point add up, and may be more than the floor',
    found: mount(400, need('dump and gzip', 1.5), need('spool of pg_dump', 1)),
    outcome: 'fail',
    summary: 'old-pg has 400 GB free in / and needs 438 GB.',
  },
  {
    name: 'exactly the least is enough',
    found: mount(525, need('dump and gzip', 3)),
    outcome: 'pass',
    summary: 'old-pg has 525 GB free in /: at most 525 GB will be used, 0 bytes left.',
  },
]

for (const { name, found, outcome, summary } of CASES) {
  test(`disk: ${name}`, () => {
    const verdict = judgeDisk('old-pg', [found], 175 * GB, FLOOR, 'Or take a bigger disk.')
    assert.deepEqual([verdict.outcome, verdict.summary], [outcome, summary])
    assert.equal(verdict.advice, outcome === 'fail' ? ADVICE : undefined)
  })
}

test('one full mount point fails the host however much room the others have', () => {
  const full = { ...mount(1, need('dump', 1)), mount: '/data' }
  const { outcome, summary, table } = judgeDisk('old-pg', [mount(399, need('spool', 1)), full], 175 * GB)
  assert.deepEqual([outcome, summary], ['fail', 'old-pg has 1 GB free in /data and needs 175 GB.'])
  assert.equal(table?.rows.length, 3)
})

test('a pass says of each mount point what will be used and left', () => {
  const data = { ...mount(800, need('database', 1.3)), mount: '/data' }
  assert.equal(
    judgeDisk('old-pg', [mount(300, need('spool', 1)), data, { ...mount(5), mount: '/srv' }], 100 * GB).summary,
    'old-pg has 300 GB free in /: at most 100 GB will be used, 200 GB left. It has 800 GB free in /data: at most 130 GB will be used, 670 GB left. It has 5 GB free in /srv, and none of it will be used.',
  )
})

test('the table of a disk that is too small says how much is short', () => {
  const { table } = judgeDisk('old-pg', [mount(100, need('dump', 1.5))], 175 * GB, FLOOR)
  assert.deepEqual(table?.rows[1], ['/', '400 GB', '100 GB', '263 GB', '163 GB short', '350 GB', 'dump'])
})

test('an approval that saw free space stands as long as the least is left', () => {
  const { tolerance, values } = judgeDisk('old-pg', [mount(600, need('dump', 2))], 175 * GB)
  assert.deepEqual(values, { 'free /': 600 * GB })
  assert.deepEqual(tolerance, { 'free /': { absolute: 250 * GB } })
})

test('a host that needs no space says so', () => {
  assert.equal(judgeDisk('old-pg', [], 175 * GB).summary, 'old-pg needs no space.')
})

const ON = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }

test('folders on one mount point are judged together, and Postgres is asked where its data is', async () => {
  const asked: string[] = []
  const tools = fakeTools({
    ask: (_host, command) => {
      asked.push(command)
      return command.includes('/var/lib/postgresql')
        ? '/dev/sdb1 1000000000000 200000000000 800000000000 20% /var/lib/postgresql data\n'
        : '/dev/sda1 400000000000 100000000000 300000000000 25% /\n'
    },
    query: (database) => {
      assert.equal(database.database, 'postgres')
      return [{ folder: '/var/lib/postgresql/15/main' }]
    },
  })
  const { args } = diskFree({
    on: 'old-pg',
    sizeBytes: 100 * GB,
    needs: [
      need('dump and gzip', 1.5),
      { what: 'spool', at: { path: '/tmp' }, times: 1 },
      { what: 'database', at: { dataFolderOf: ON }, times: 1.3 },
    ],
  })
  const { table } = await diskFree.registered.run(args, tools, SCOPE)
  assert.deepEqual(table?.rows.slice(1), [
    ['/', '400 GB', '300 GB', '250 GB', '50 GB', '250 GB', 'dump and gzip, spool'],
    ['/var/lib/postgresql data', '1 TB', '800 GB', '130 GB', '670 GB', '130 GB', 'database'],
  ])
  assert.match(asked[0] ?? '', /^p=\/var\/tmp\/drover; while ! \[ -e "\$p" \]/)
})

test('a df that says something odd is no pass and no fail', async () => {
  const { args } = diskFree({ on: 'old-pg', sizeBytes: 1, needs: [need('dump', 1)] })
  await assert.rejects(diskFree.registered.run(args, fakeTools({ ask: () => 'what?\n' }), SCOPE), {
    code: 'disk-unknown',
    message: 'df on old-pg did not tell the space of /var/tmp/drover: what?',
  })
})

test('views that lie there twice, and the log of the server, count beside the multiples', async () => {
  const on = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }
  const room = async (sizeBytes: number) => {
    const tools = fakeTools({
      ask: () => '/dev/sda1 400000000000 0 400000000000 0% /srv',
      query: (_database, sql) => (sql.includes('max_wal_size') ? [{ bytes: '1000000000' }] : [{ folder: '/srv/pg' }]),
    })
    const { args } = diskFree({
      on: 'new-pg',
      sizeBytes,
      viewBytes: 50e9,
      needs: [{ what: 'database', at: { dataFolderOf: on }, times: 1, views: 1, log: true }],
    })
    return (await diskFree.registered.run(args, tools, SCOPE)).summary
  }
  assert.equal(await room(175e9), 'new-pg has 400 GB free in /srv: at most 226 GB will be used, 174 GB left.')
  assert.equal(await room(0.2e9), 'new-pg has 400 GB free in /srv: at most 50.5 GB will be used, 350 GB left.')
})
