import assert from 'node:assert/strict'
import { test } from 'node:test'
import migration from '../../../migrations/couch2pg-move/index.ts'
import { planOf } from '../../../src/model/plan.ts'
import { planFor, TYPED } from './given.ts'

const END = '\nNothing was started. /migrate plan couch2pg-move shows what it takes.'

const BAD = [
  {
    typed: { source: 'Old PG' },
    says: 'source: expected the name of a host in drover.yml, such as new-pg, got "Old PG".',
  },
  {
    typed: { target: '-oProxyCommand=x' },
    says: 'target: expected the name of a host in drover.yml, such as new-pg, got "-oProxyCommand=x".',
  },
  { typed: { target: 'old-pg' }, says: 'source and target are the same host. A move needs two.' },
  {
    typed: { database: 'cht; drop' },
    says: 'database: expected a name of small letters, digits and _, such as cht, got "cht; drop".',
  },
  { typed: { role: '"x"' }, says: 'role: expected a name of small letters, digits and _, such as cht, got ""x"".' },
  {
    typed: { sourceUser: '' },
    says: 'sourceUser: expected a name of small letters, digits and _, such as cht, got "".',
  },
  { typed: { sourcePort: '70000' }, says: 'sourcePort: expected a port from 1 to 65535, got "70000".' },
  { typed: { targetPort: 'five' }, says: 'targetPort: expected a port from 1 to 65535, got "five".' },
  { typed: { sourceRuntime: 'podman' }, says: 'sourceRuntime: expected docker or systemd, got "podman".' },
  { typed: { sourceDir: 'root' }, says: 'sourceDir: expected an absolute path such as /srv/couch2pg, got "root".' },
  {
    typed: { targetDir: '/root; x' },
    says: 'targetDir: expected an absolute path such as /srv/couch2pg, got "/root; x".',
  },
  {
    typed: { couchdbUrl: 'cht.example.org/medic' },
    says: 'couchdbUrl: expected a URL without login, such as https://cht.example.org/medic, got "cht.example.org/medic".',
  },
  {
    typed: { couchdbUrl: 'https://cht.example.org/medic/' },
    says: 'couchdbUrl: expected a URL without login, such as https://cht.example.org/medic, got "https://cht.example.org/medic/".',
  },
  { typed: { couchdbUser: 'a b' }, says: 'couchdbUser: expected a CouchDB user name such as medic, got "a b".' },
  { typed: { method: 'rsync' }, says: 'method: expected stream, dump, physical or auto, got "rsync".' },
  { typed: { relay: 'pigeon' }, says: 'relay: expected relay, direct or auto, got "pigeon".' },
  { typed: { streams: '0' }, says: 'streams: expected a whole number of at least 1, got "0".' },
  { typed: { streams: '17' }, says: 'streams: expected at most 16, got "17".' },
  { typed: { streams: 'many' }, says: 'streams: expected auto or a whole number of at least 1, got "many".' },
  { typed: { compression: 'gzip' }, says: 'compression: expected none, zstd or auto, got "gzip".' },
  { typed: { limit: '20' }, says: 'limit: expected a rate such as 20MB/s, 500kB/s or 100Mbit/s, got "20".' },
  { typed: { soakCycles: '1' }, says: 'soakCycles: expected a whole number of at least 2, got "1".' },
  { typed: { sleepMins: 'often' }, says: 'sleepMins: expected minutes, such as 60, got "often".' },
  { typed: { sleepMins: '0' }, says: 'sleepMins: expected minutes, such as 60, got "0".' },
  { typed: { watch: 'days' }, says: 'watch: expected a duration such as 90s, 15m, 6h or 2d, got "days".' },
  {
    typed: { freshFor: '2h' },
    says: 'freshFor: expected at most 1h: older figures say little about now, got "2h".',
  },
  {
    typed: { freshFor: 'soon' },
    says: 'freshFor: expected a duration such as 90s, 15m, 6h or 2d, got "soon".',
  },
  { typed: { diskPolicy: 'none' }, says: 'diskPolicy: expected literal-3x, derived-2x or minimum, got "none".' },
]

for (const { typed, says } of BAD) {
  test(`params: ${says}`, () => {
    assert.throws(() => planFor(typed), { name: 'UserError', code: 'bad-params', message: `${says}${END}` })
  })
}

test('what is missing is said for every param at once', () => {
  const message = [
    'source: missing. Add source=…',
    'target: missing. Add target=…',
    'couchdbUrl: missing. Add couchdbUrl=…',
    'couchdbPassword: missing. Add couchdbPassword=…',
  ]
  assert.throws(() => migration.parse({}), { message: `${message.join('\n')}${END}` })
})

test('an unknown param gets a suggestion', () => {
  assert.throws(
    () => planFor({ sourcePrt: '5432' }),
    (error: Error) => {
      assert.match(
        error.message,
        /^sourcePrt: there is no such param\. Did you mean sourcePort\? It takes source, target, /,
      )
      return true
    },
  )
})

const SECRETS = [
  { typed: { couchdbUrl: 'https://medic:hunter22@cht.example.org/medic' }, hidden: 'hunter22' },
  { typed: { couchdbPassword: 'Hunter22!' }, hidden: 'Hunter22!' },
  { typed: { targetPassword: 'correct horse' }, hidden: 'correct horse' },
]

for (const { typed, hidden } of SECRETS) {
  test(`a secret typed as ${Object.keys(typed).join()} is refused and not repeated`, () => {
    assert.throws(
      () => planFor(typed),
      (error: Error) => {
        assert.ok(!error.message.includes(hidden), error.message)
        assert.match(error.message, new RegExp(`^${Object.keys(typed).join()}: expected `))
        return true
      },
    )
  })
}

test('a dump goes through Drover, never from host to host', () => {
  assert.throws(() => planFor({ method: 'dump', relay: 'direct' }), {
    code: 'bad-params',
    message:
      'relay: method=dump sends its file through Drover, so that it can go on after a cut. Nothing was started. Leave out relay=direct for old-pg and new-pg.',
  })
})

test('what goes through Drover, or is slowed down by it, cannot go straight', () => {
  assert.throws(() => planFor({ method: 'physical', relay: 'direct' }), {
    code: 'bad-params',
    message:
      'relay: method=physical goes through Drover, which opens the way for it. Nothing was started. Leave out relay=direct for old-pg and new-pg.',
  })
  assert.throws(() => planFor({ limit: '20MB/s', relay: 'direct' }), {
    code: 'bad-params',
    message:
      'limit: relay=direct sends past Drover, so it cannot be slowed down. Nothing was started. Leave out relay=direct for old-pg and new-pg, or limit.',
  })
})

const AUTO = { method: 'auto', relay: 'auto', streams: 'auto', compression: 'auto' }

test('what is left to the planner is planned by its default, and never seen as auto', () => {
  assert.equal(planFor(AUTO).digest, planFor().digest)
})

test('method, streams and compression are left to the planner unless somebody types them; relay only if they say so', () => {
  assert.deepEqual(migration.open(TYPED), ['method', 'streams', 'compression'])
  assert.deepEqual(migration.open({ ...TYPED, method: 'stream', streams: '3' }), ['compression'])
  assert.deepEqual(migration.open({ ...TYPED, ...AUTO }), ['method', 'relay', 'streams', 'compression'])
})

test('params that a plan has pinned are read back as they are', () => {
  const plan = planFor({ streams: '3', limit: '20MB/s', compression: 'none' })
  assert.equal(planOf(migration, plan.params).digest, plan.digest)
})

test('defaults are those of the runbook', () => {
  assert.deepEqual(planFor().params, {
    ...TYPED,
    database: 'cht',
    role: 'couch2pg',
    sourceUser: 'postgres',
    targetUser: 'postgres',
    sourcePort: 5432,
    targetPort: 5432,
    sourceRuntime: 'docker',
    targetRuntime: 'docker',
    sourceDir: '/root',
    targetDir: '/root',
    couchdbUser: 'medic',
    method: 'stream',
    relay: 'relay',
    streams: 2,
    compression: 'zstd',
    proof: 'hash',
    workDir: '/var/tmp/drover',
    diskPolicy: 'minimum',
    soakCycles: 2,
    sleepMins: 60,
    watch: '3d',
    quarantine: '7d',
    freshFor: '15m',
  })
})
