import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { judgeEnvironment, sameEnvironment } from '../../../migrations/couch2pg-move/environment.ts'
import { fakeTools, SCOPE } from '../../checks/fake-tools.ts'

const WANTED = { host: 'new-pg', database: 'cht', port: 5432, couchKey: 'cht.example.org/medic' }

function setting(key: string, value: string, place = '') {
  return { key, hash: `hash of ${value}`, place, shown: place ? '' : value }
}

const COUCH = setting('COUCHDB_URL', 'https://medic:pw@cht.example.org/medic', 'cht.example.org/medic')
const SLEEP = setting('COUCH2PG_SLEEP_MINS', '60')
const FROM = setting('POSTGRESQL_URL', 'postgres://old', 'old-pg.example.org/cht')
const TO = setting('POSTGRESQL_URL', 'postgres://new', 'localhost:5432/cht')

test('settings that are the same, but for where Postgres is, pass', () => {
  const { outcome, summary, values, table } = judgeEnvironment([COUCH, SLEEP, FROM], [COUCH, SLEEP, TO], WANTED)
  assert.deepEqual(
    [outcome, summary],
    ['pass', 'All 3 settings agree; only where Postgres is differs. It resumes as cht.example.org/medic.'],
  )
  assert.deepEqual(values, { COUCH2PG_SLEEP_MINS: 'same', COUCHDB_URL: 'same', POSTGRESQL_URL: 'may differ' })
  assert.deepEqual(table?.rows, [
    ['Setting', 'Source', 'Target', ''],
    ['COUCH2PG_SLEEP_MINS', '60', '60', 'same'],
    ['COUCHDB_URL', 'cht.example.org/medic', 'cht.example.org/medic', 'same'],
    ['POSTGRESQL_URL', 'old-pg.example.org/cht', 'localhost:5432/cht', 'may differ'],
  ])
})

const SPELLING =
  'Nothing was changed. A different spelling fetches everything again from the start. Make COUCHDB_URL the same to the byte.'
const CASES = [
  {
    name: 'a port that is the default anyway',
    target: [setting('COUCHDB_URL', 'x', 'cht.example.org:443/medic'), SLEEP, TO],
    summary:
      'couch2pg would resume as cht.example.org:443/medic on new-pg, but the data was fetched as cht.example.org/medic.',
    advice: SPELLING,
  },
  {
    name: 'an address in place of the name',
    target: [setting('COUCHDB_URL', 'x', '10.0.0.7/medic'), SLEEP, TO],
    summary: 'couch2pg would resume as 10.0.0.7/medic on new-pg, but the data was fetched as cht.example.org/medic.',
    advice: SPELLING,
  },
  {
    name: 'another password for the same place',
    target: [setting('COUCHDB_URL', 'https://medic:other@cht.example.org/medic', 'cht.example.org/medic'), SLEEP, TO],
    summary: 'couch2pg on new-pg has other settings than the source: COUCHDB_URL differs.',
    advice: 'Nothing was changed. Make them the same in its .env on new-pg, then retry.',
  },
  {
    name: 'no CouchDB at all',
    target: [SLEEP, TO],
    summary: 'couch2pg on new-pg has no COUCHDB_URL.',
    advice: 'Nothing was changed. Copy the settings of the source into its .env on new-pg; only POSTGRES… may differ.',
  },
  {
    name: 'a Postgres in another place',
    target: [COUCH, SLEEP, setting('POSTGRESQL_URL', 'x', 'localhost:5433/cht')],
    summary: 'couch2pg on new-pg would write to localhost:5433/cht, and the new database is cht on port 5432.',
    advice: 'Nothing was changed. Correct POSTGRESQL_URL in the settings on new-pg, then retry.',
  },
  {
    name: 'another database',
    target: [COUCH, SLEEP, setting('POSTGRESQL_URL', 'x', 'localhost/postgres')],
    summary: 'couch2pg on new-pg would write to localhost/postgres, and the new database is cht on port 5432.',
    advice: 'Nothing was changed. Correct POSTGRESQL_URL in the settings on new-pg, then retry.',
  },
  {
    name: 'a setting that differs and one that is missing',
    target: [COUCH, setting('COUCH2PG_SLEEP_MINS', '360'), setting('SYNC_DB_USERS', 'false'), TO],
    summary:
      'couch2pg on new-pg has other settings than the source: COUCH2PG_SLEEP_MINS differs, SYNC_DB_USERS missing.',
    advice: 'Nothing was changed. Make them the same in its .env on new-pg, then retry.',
  },
]

for (const { name, target, summary, advice } of CASES) {
  test(`settings fail over ${name}`, () => {
    const verdict = judgeEnvironment([COUCH, SLEEP, FROM], target, WANTED)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['fail', summary, advice])
  })
}

test('a param that names another CouchDB than couch2pg does is wrong', () => {
  const { summary, advice } = judgeEnvironment([COUCH, FROM], [COUCH, TO], { ...WANTED, couchKey: 'cht.org/medic' })
  assert.equal(summary, 'couch2pg reads cht.example.org/medic, and the param couchdbUrl says cht.org/medic.')
  assert.equal(advice, 'Nothing was changed. Correct couchdbUrl and start again.')
})

const ENV = `# settings of couch2pg
COUCHDB_URL=https://medic:hunter22@cht.example.org/medic

POSTGRES_PASSWORD=hunter33
COUCH2PG_SLEEP_MINS=60
export nonsense
LAST=without a line end`

/** Runs the question in a real shell, on a file in a folder of its own. */
function inShell(env: string, command: string): { code: number; stdout: string; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'drover-env-'))
  try {
    writeFileSync(join(folder, '.env'), env)
    return {
      code: 0,
      stdout: execFileSync('sh', ['-c', command.replace('/root/.env', join(folder, '.env'))], { encoding: 'utf8' }),
      stderr: '',
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('settings are read on the host, and secrets do not leave it', async () => {
  const said: string[] = []
  const tools = fakeTools({
    ask: (_host, command) => {
      const answer = inShell(ENV, command)
      said.push(answer.stdout)
      return answer
    },
  })
  const { args } = sameEnvironment({
    source: { host: 'old-pg', dir: '/root' },
    target: { host: 'new-pg', dir: '/root' },
    database: 'cht',
    targetPort: 5432,
    couchKey: 'cht.example.org/medic',
  })
  const { outcome, values } = await sameEnvironment.registered.run(args, tools, SCOPE)
  assert.equal(outcome, 'pass')
  assert.deepEqual(values, {
    COUCHDB_URL: 'same',
    COUCH2PG_SLEEP_MINS: 'same',
    LAST: 'same',
    POSTGRES_PASSWORD: 'may differ',
  })
  assert.ok(!said.join().includes('hunter'), said.join())
})

test('quotes around a value are not part of it, as Docker and systemd read the file', async () => {
  const bare = 'COUCHDB_URL=https://medic:hunter22@cht.example.org/medic\nSLEEP=60\n'
  const quoted = `COUCHDB_URL="https://medic:hunter22@cht.example.org/medic"\nSLEEP='60'\n`
  const tools = fakeTools({ ask: (host, command) => inShell(host === 'old-pg' ? bare : quoted, command) })
  const { args } = sameEnvironment({
    source: { host: 'old-pg', dir: '/root' },
    target: { host: 'new-pg', dir: '/root' },
    database: 'cht',
    targetPort: 5432,
    couchKey: 'cht.example.org/medic',
  })
  const { outcome, values } = await sameEnvironment.registered.run(args, tools, SCOPE)
  assert.deepEqual([outcome, values], ['pass', { COUCHDB_URL: 'same', SLEEP: 'same' }])
})

test('settings that cannot be read are neither pass nor fail', async () => {
  const tools = fakeTools({ ask: () => ({ code: 1, stdout: '', stderr: 'sh: cannot open /root/.env\n' }) })
  const { args } = sameEnvironment({
    source: { host: 'old-pg', dir: '/root' },
    target: { host: 'new-pg', dir: '/root' },
    database: 'cht',
    targetPort: 5432,
    couchKey: '',
  })
  await assert.rejects(sameEnvironment.registered.run(args, tools, SCOPE), {
    code: 'settings-unknown',
    message: 'old-pg did not give the settings of couch2pg in /root/.env: sh: cannot open /root/.env',
  })
})
