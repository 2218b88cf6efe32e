import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgePhysical } from '../../src/checks/physical-ready.ts'
import type { SourceDatabase, SourceFacts } from '../../src/checks/physical-source.ts'
import type { TargetFacts } from '../../src/checks/physical-target.ts'
import type { DatabaseRef } from '../../src/model/ports.ts'

const SOURCE = { host: 'old-pg', port: 5432, database: 'cht', user: 'mover', password: 'mover' }
const TARGET = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }
const GB = 1_000_000_000
const INSIDE = { extensions: [], unlogged: [], unlockable: [], may_mark: true }
const CHT: SourceDatabase = { ...INSIDE, name: 'cht', bytes: 2 * GB }
const POSTGRES: SourceDatabase = { ...INSIDE, name: 'postgres', bytes: 8_000_000 }

const FROM: SourceFacts = {
  version: 150_018,
  shape: '8192/8192/1073741824/16777216',
  system: '1',
  in_recovery: false,
  superuser: 'postgres',
  is_super: false,
  may_replicate: true,
  wal_level: 'replica',
  full_page_writes: 'on',
  free_senders: 10,
  free_slots: 10,
  tablespaces: [],
  subscriptions: [],
  prepared: 0,
  roles: ['couch2pg', 'mover', 'postgres'],
  locales: [],
  data_folder: null,
  databases: [CHT, POSTGRES],
  compressions: ['server-zstd:1', 'server-gzip:1'],
  replicationRefusal: '',
  machine: 'x86_64 1',
  library: 'glibc 2.36',
  walFreeBytes: 40 * GB,
}

const TO: TargetFacts = {
  version: 150_018,
  shape: FROM.shape,
  system: '2',
  in_recovery: false,
  is_super: true,
  archive_mode: 'off',
  roles: ['postgres'],
  available: ['plpgsql', 'pg_trgm'],
  occupied: [],
  folder: '/var/lib/postgresql/15/main',
  ownFiles: ['postgresql.auto.conf'],
  owner: 'postgres',
  login: 'root',
  bin: '/usr/lib/postgresql/15/bin',
  missingPrograms: [],
  unit: 'postgresql@15-main.service',
  fixed: '',
  freeBytes: 10 * GB,
  mark: '',
  missingLocales: [],
  machine: 'x86_64 1',
  library: 'glibc 2.36',
}

function judge(
  from: Partial<SourceFacts> = {},
  to: Partial<TargetFacts> = {},
  local = false,
  source: DatabaseRef = SOURCE,
) {
  const found = { from: { ...FROM, ...from }, to: { ...TO, ...to }, run: 'm7f3xq', local }
  return judgePhysical(found, source, TARGET, ['couch2pg'])
}

test('a pair that fits passes, and says where the target’s server lives', () => {
  const { outcome, summary, outputs, table } = judge()
  assert.deepEqual([outcome, summary], ['pass', 'The whole cluster of old-pg, 2 GB, can move to new-pg.'])
  assert.deepEqual(outputs, {
    folder: '/var/lib/postgresql/15/main',
    bin: '/usr/lib/postgresql/15/bin',
    owner: 'postgres',
    ownFiles: 'postgresql.auto.conf',
    unit: 'postgresql@15-main.service',
    bytes: 2_008_000_000,
    superuser: 'postgres',
    compress: 'server-zstd:1',
    walLimitBytes: 20 * GB,
  })
  assert.deepEqual(table?.rows, [
    ['Database', 'Size'],
    ['cht', '2 GB'],
    ['postgres', '8 MB'],
  ])
})

test('bytes are packed only where both servers can and there is a line to spare', () => {
  assert.equal(judge({ compressions: ['server-gzip:1'] }).outputs?.['compress'], 'server-gzip:1')
  assert.equal(judge({ compressions: [] }).outputs?.['compress'], '')
  assert.equal(judge({ version: 140_000 }, { version: 140_000 }).outputs?.['compress'], '')
  assert.equal(judge({}, {}, true).outputs?.['compress'], '')
})

test('systemd is left alone by a login that may not ask it', () => {
  assert.equal(judge({}, { login: 'postgres' }).outputs?.['unit'], '')
})

test('what comes along and what will be gone is said before anybody agrees', () => {
  const cron = { ...CHT, name: 'jobs', extensions: ['pg_cron'], unlogged: ['public.cache'] }
  const { outcome, summary } = judge(
    { databases: [CHT, POSTGRES, cron] },
    { roles: ['postgres', 'viewer'], archive_mode: 'on', available: ['pg_cron'] },
  )
  assert.equal(outcome, 'warn')
  assert.equal(
    summary,
    'The whole cluster of old-pg, 4 GB, can move to new-pg. jobs comes along. Role viewer of new-pg will be gone: roles come from old-pg. new-pg archives WAL: its archive will get that of another cluster, so make a new base backup. jobs has jobs of pg_cron, which would run on both sides. Unlogged tables of jobs will be empty.',
  )
})

test('a source that asks for no password is said to be open to the users of the target', () => {
  const { outcome, summary } = judge({}, {}, false, { ...SOURCE, password: undefined })
  assert.equal(outcome, 'warn')
  assert.match(
    summary,
    / old-pg asks mover for no password, so while the copy runs everybody on new-pg can log in there\.$/,
  )
})

test('a copy that this very run has put in place still passes', () => {
  const mine = { mark: 'drover m7f3xq', system: '1', occupied: ['cht (5 tables or views)'], freeBytes: 0 }
  assert.equal(judge({}, mine).outcome, 'pass')
  assert.equal(judge({}, { ...mine, mark: 'drover other1' }).outcome, 'fail')
})

const INSTEAD = 'Start again with method=stream.'

const REFUSALS: readonly [Partial<SourceFacts>, Partial<TargetFacts>, string, string][] = [
  [
    {},
    { system: '1' },
    'old-pg and new-pg are the same Postgres cluster, or one is a copy of the other.',
    'Source and target have to be two; check sourcePort and targetPort.',
  ],
  [
    { version: 140_002 },
    {},
    'Postgres is 14 on old-pg and 15 on new-pg: files only fit the same major version.',
    INSTEAD,
  ],
  [
    { version: 120_002 },
    { version: 120_009 },
    'Postgres 12 makes no manifest, so a copy of its files could not be checked.',
    INSTEAD,
  ],
  [
    {},
    { machine: 'aarch64 1' },
    'old-pg is x86_64 1 and new-pg is aarch64 1: files only fit the same architecture.',
    INSTEAD,
  ],
  [
    {},
    { shape: '4096/8192/1073741824/16777216' },
    'The servers were built with different block or segment sizes (8192/8192/1073741824/16777216 and 4096/8192/1073741824/16777216).',
    INSTEAD,
  ],
  [
    { locales: ['en_US.UTF-8'], library: 'glibc 2.27' },
    {},
    'old-pg sorts text by glibc 2.27 and new-pg by glibc 2.36: indexes on text could be in the wrong order.',
    'Start again with method=stream, which builds them anew.',
  ],
  [
    { locales: ['en_US.UTF-8'] },
    { missingLocales: ['en_US.UTF-8'] },
    'new-pg lacks the locale en_US.UTF-8, in which databases of old-pg were made.',
    'Install it on new-pg (Debian: locale-gen), then retry.',
  ],
  [
    { may_replicate: false, replicationRefusal: 'must be superuser or replication role' },
    {},
    'mover may not replicate from old-pg.',
    'As a superuser there: alter role mover replication; then retry.',
  ],
  [
    { replicationRefusal: 'FATAL:  no pg_hba.conf entry for replication connection from host "127.0.0.1"' },
    {},
    'old-pg refuses replication connections of mover: FATAL:  no pg_hba.conf entry for replication connection from host "127.0.0.1"',
    'Add a line to pg_hba.conf on old-pg (host replication mover 127.0.0.1/32 scram-sha-256), reload, then retry.',
  ],
  [
    { in_recovery: true },
    {},
    'old-pg is a standby itself, and the moment of the copy cannot be marked there.',
    'Take its primary as the source.',
  ],
  [
    { wal_level: 'minimal' },
    {},
    'wal_level is minimal on old-pg; a copy needs replica.',
    'Set wal_level = replica and restart it, or start again with method=stream.',
  ],
  [
    { full_page_writes: 'off' },
    {},
    'full_page_writes is off on old-pg, so a copy taken while it runs could be torn.',
    'Set full_page_writes = on, reload, then retry.',
  ],
  [
    { free_senders: 1 },
    {},
    'old-pg has 1 of its max_wal_senders free; a copy needs 2.',
    'Raise max_wal_senders and restart it, or start again with method=stream.',
  ],
  [
    { free_slots: 0 },
    {},
    'old-pg has 0 of its max_replication_slots free; a copy needs 2.',
    'Raise max_replication_slots and restart it, or start again with method=stream.',
  ],
  [
    { walFreeBytes: 100_000_000 },
    {},
    'old-pg has 100 MB free where its WAL is, which it has to keep while the copy is made.',
    'Free space there, then retry.',
  ],
  [
    { databases: [{ ...CHT, unlockable: ['public.a', 'public.b', 'public.c', 'public.d'] }] },
    {},
    'mover may not lock public.a, public.b, public.c and 1 more, which takes the right to update or delete.',
    'Make it a member of their owner, or use a superuser as sourceUser; then retry.',
  ],
  [
    { databases: [{ ...CHT, may_mark: false }] },
    {},
    'mover may not write a mark into the WAL of old-pg.',
    'As a superuser there: grant execute on function pg_logical_emit_message(boolean, text, text) to mover; then retry.',
  ],
  [{ tablespaces: ['fast'] }, {}, 'old-pg keeps files outside its data folder, in tablespace fast.', INSTEAD],
  [
    { subscriptions: ['feed'] },
    {},
    'old-pg subscribes to another server (feed), and the copy would pull the same changes a second time.',
    INSTEAD,
  ],
  [
    { prepared: 1 },
    {},
    'old-pg holds 1 prepared transaction, which would come along unfinished.',
    'Commit them or roll them back, then retry.',
  ],
  [
    { databases: [{ ...CHT, unlogged: ['public.cache'] }] },
    {},
    'public.cache of cht is unlogged, and would be empty in the copy.',
    'Alter it to set logged, or start again with method=stream.',
  ],
  [
    { databases: [{ ...CHT, extensions: ['pg_trgm', 'postgis'] }] },
    {},
    'new-pg cannot offer the extension postgis.',
    'Install its package on the server, then retry.',
  ],
  [
    { roles: ['couch2pg'] },
    {},
    'old-pg has no role postgres, and the roles of new-pg will be those of old-pg.',
    'Create it on old-pg, or name another with targetUser; then retry.',
  ],
  [{}, { in_recovery: true }, 'new-pg is a standby of another server.', 'Choose a server of its own as the target.'],
  [
    {},
    { login: 'drover', bin: '' },
    'The data folder of new-pg belongs to postgres, and the bot logs in there as drover.',
    'Let it log in as postgres or root (hosts.new-pg.user), then retry.',
  ],
  [
    {},
    { folder: '', owner: '', bin: '' },
    'The server of new-pg does not run on the host itself, perhaps in a container.',
    `Its files cannot be put in place from outside. ${INSTEAD}`,
  ],
  [
    {},
    { missingPrograms: ['pg_basebackup', 'pg_verifybackup'] },
    '/usr/lib/postgresql/15/bin on new-pg has no pg_basebackup, no pg_verifybackup.',
    'Install the server and client packages of the same version there, then retry.',
  ],
  [
    {},
    { folder: '/srv/my data' },
    'The data folder of new-pg or a file in it has a name with unusual characters: /srv/my data.',
    INSTEAD,
  ],
  [
    {},
    { folder: `/${'long/'.repeat(20)}data` },
    `The path /${'long/'.repeat(20)}data on new-pg is longer than 70 characters, so a socket beside it could not be made.`,
    INSTEAD,
  ],
  [
    {},
    { fixed: 'is a mount point of its own' },
    '/var/lib/postgresql/15/main on new-pg is a mount point of its own, so it cannot be set aside by renaming it.',
    'Move the data folder one level down, or start again with method=stream.',
  ],
  [
    {},
    { freeBytes: GB },
    'new-pg has 1 GB free beside /var/lib/postgresql/15/main and needs 2.2 GB for the whole cluster.',
    'Free space or grow the disk, then retry.',
  ],
  [
    {},
    { occupied: ['superset (40 tables or views)', 'notes (1 table or view)'] },
    'The cluster on new-pg already holds superset (40 tables or views), notes (1 table or view), and a move by files replaces all of it.',
    'Drop what nobody needs, or start again with method=stream.',
  ],
]

for (const [from, to, summary, advice] of REFUSALS) {
  test(`refused: ${summary}`, () => {
    const verdict = judge(from, to)
    assert.deepEqual(
      [verdict.outcome, verdict.summary, verdict.advice],
      ['fail', summary, `Nothing was changed. ${advice}`],
    )
  })
}

test('all that stands in the way is said at once', () => {
  const { summary, advice } = judge({ tablespaces: ['fast'], wal_level: 'minimal' })
  assert.equal(summary, 'wal_level is minimal on old-pg; a copy needs replica.')
  assert.equal(
    advice,
    'Nothing was changed. Set wal_level = replica and restart it, or start again with method=stream. Also: old-pg keeps files outside its data folder, in tablespace fast. Start again with method=stream.',
  )
})
