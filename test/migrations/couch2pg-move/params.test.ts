import assert from 'node:assert/strict'
import { test } from 'node:test'
import migration from '../../../migrations/couch2pg-move/index.ts'
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
  { typed: { method: 'rsync' }, says: 'method: expected stream or dump, got "rsync".' },
  { typed: { relay: 'pigeon' }, says: 'relay: expected relay or direct, got "pigeon".' },
  { typed: { streams: '0' }, says: 'streams: expected a whole number of at least 1, got "0".' },
  { typed: { soakCycles: '1' }, says: 'soakCycles: expected a whole number of at least 2, got "1".' },
  { typed: { sleepMins: 'often' }, says: 'sleepMins: expected minutes, such as 60, got "often".' },
  { typed: { sleepMins: '0' }, says: 'sleepMins: expected minutes, such as 60, got "0".' },
  { typed: { watch: 'days' }, says: 'watch: expected a duration such as 90s, 15m, 6h or 2d, got "days".' },
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
    workDir: '/var/tmp/drover',
    diskPolicy: 'minimum',
    soakCycles: 2,
    sleepMins: 60,
    watch: '3d',
  })
})
