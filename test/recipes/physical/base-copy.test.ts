import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job, JobState, Tools } from '../../../src/model/ports.ts'
import { UserError } from '../../../src/model/user-error.ts'
import { baseCopy } from '../../../src/recipes/physical/base-copy.ts'
import { physicalPitfalls } from '../../../src/recipes/physical/pitfalls.ts'
import { fakeTools } from '../../checks/fake-tools.ts'
import { actionContext, SOURCE } from '../action-context.ts'

const LOST = new UserError('timeout', 'new-pg did not answer a question within 30 s.')

/** A target that knows so many earlier tries, and on which the next one ends like this. */
function world({
  earlier = [],
  looks = [],
  end = { is: 'done', code: 0 },
  log = '',
  kept = true,
}: {
  earlier?: JobState[]
  looks?: (JobState | UserError)[]
  end?: JobState
  log?: string
  kept?: boolean
}) {
  const started: Job[] = []
  const stopped: string[] = []
  const sequence = [...looks]
  const { hosts, ...rest } = fakeTools({ query: () => (kept ? [{}] : []), ask: () => '2048\n' })
  const peek: Tools['hosts']['peek'] = async (_host, id, offset) => {
    const number = Number(id.split('-').at(-1))
    const next = started.length === 0 ? (earlier[number - 1] ?? { is: 'absent' as const }) : (sequence.shift() ?? end)
    if (next instanceof UserError) throw next
    return { state: next, log, nextOffset: offset, outputs: {} }
  }
  const tools: Tools = {
    ...rest,
    hosts: {
      ...hosts,
      peek,
      listen: async () => ({ port: 40_001, gone: new AbortController().signal, close: async () => {} }),
      start: async (_host, job) => void started.push(job),
      stop: async (_host, id) => void stopped.push(id),
    },
  }
  return { tools, started, stopped }
}

function copy(tools: Tools, context = actionContext()) {
  const { args } = baseCopy({
    source: SOURCE,
    target: 'new-pg',
    folder: '/srv/pg',
    bin: '/usr/lib/postgresql/15/bin',
    owner: 'postgres',
    compress: 'server-zstd:1',
    bytes: 4_194_304,
    bytesPerSecond: 20_000_000,
  })
  return baseCopy.registered.run(args, tools, context)
}

test('the copy is one command of the server’s own, its password in a private file for the tunnel’s port', async () => {
  const { tools, started } = world({})
  assert.deepEqual(await copy(tools), { tries: 1 })
  const [job] = started
  assert.equal(job?.id, 'm7f3xq-sample-1-copy-1')
  assert.deepEqual(job?.files, { pgpass: '*:40001:*:postgres:value of source-pg\n' })
  assert.match(
    job?.script ?? '',
    /"\$bin\/pg_basebackup" -w -h 127\.0\.0\.1 -p 40001 -U postgres -D "\$side\/data" -X stream -c fast -Z server-zstd:1 -r 19531\n/,
  )
  assert.doesNotMatch(job?.script ?? '', /value of source-pg/)
})

test('earlier tries that still run are ended before the next one starts', async () => {
  const { tools, started, stopped } = world({ earlier: [{ is: 'done', code: 1 }, { is: 'running' }, { is: 'lost' }] })
  assert.deepEqual(await copy(tools), { tries: 4 })
  assert.deepEqual([stopped, started.map(({ id }) => id)], [['m7f3xq-sample-1-copy-2'], ['m7f3xq-sample-1-copy-4']])
})

test('a host that does not answer for a moment does not cost the copy', async () => {
  const context = actionContext()
  const { tools, started } = world({ looks: [{ is: 'running' }, LOST, { is: 'running' }] })
  await copy(tools, context)
  assert.equal(started.length, 1)
  assert.deepEqual(
    context.reports.map(({ done, note }) => `${done} ${note}`),
    ['2097152 files of old-pg', '2097152 files of old-pg', '4194304 every file checked'],
  )
})

const BROKEN = 'pg_basebackup: error: could not read COPY data: server closed the connection unexpectedly'

test('a line that broke is a reason to begin again, but not for ever', async () => {
  const cut = world({ end: { is: 'done', code: 1 }, log: BROKEN })
  await assert.rejects(copy(cut.tools), { code: 'ssh-lost' })
  const again = world({ earlier: Array(19).fill({ is: 'done', code: 1 }), end: { is: 'done', code: 1 }, log: BROKEN })
  await assert.rejects(copy(again.tools), {
    code: 'part-failed',
    message: `The base copy of old-pg did not arrive on new-pg. The half copy is of no use; a retry begins again from the start. new-pg goes on as before.\n${BROKEN}`,
  })
})

test('a server that says no is no broken line', async () => {
  const log = 'pg_basebackup: error: connection to server at "127.0.0.1", port 40001 failed: FATAL:  no such login'
  await assert.rejects(copy(world({ end: { is: 'done', code: 1 }, log }).tools), { code: 'part-failed' })
})

test('a copy that could never be brought to one moment is not begun', async () => {
  const { tools, started } = world({ kept: false })
  await assert.rejects(copy(tools), {
    code: 'wal-gone',
    message:
      'The session that kept the WAL of old-pg for the copy has ended, so the copy cannot be brought to one moment. old-pg itself is as ever. Roll back, which removes the copy, and start again.',
  })
  assert.equal(started.length, 0)
})

const SAID = [
  'pg_basebackup: error: connection to server at "127.0.0.1", port 40001 failed: FATAL:  no pg_hba.conf entry for replication connection from host "127.0.0.1", user "mover", no encryption',
  'FATAL:  must be superuser or replication role to start walsender',
  'FATAL:  number of requested standby connections exceeds max_wal_senders (currently 10)',
  'ERROR:  the WAL kept for the copy has grown past 1000000 bytes, so it was let go',
  'the tables could not be locked for a moment in 60 tries, since others hold them',
  'pg_verifybackup: error: checksum mismatch for file "base/5/1259"',
  'the copy went past the marked place, so it is of no use: roll back, which removes it, and start again',
]

for (const [index, text] of SAID.entries()) {
  test(`the cause is known of: ${text}`, () => {
    assert.equal(
      physicalPitfalls.findIndex(({ pattern }) => pattern.test(text)),
      index,
    )
  })
}
