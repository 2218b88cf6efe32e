import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readLines } from '../../../migrations/couch2pg-move/log.ts'
import { firstRun, judgeCycles, judgeFirstRun, quietCycles } from '../../../migrations/couch2pg-move/log-watch.ts'
import { fakeTools, SCOPE } from '../../checks/fake-tools.ts'

const BEFORE = '2026-11-21T05:00:00Z'

/** What cht-couch2pg 3.7.0 printed. */
function recorded(name: string): string {
  return readFileSync(new URL(`./recordings/${name}.log`, import.meta.url), 'utf8')
}

function first(name: string, neverRead = 0) {
  const { outcome, summary, advice } = judgeFirstRun(readLines(recorded(name), BEFORE), 'new-pg', neverRead)
  return { outcome, summary, advice }
}

const FAR_AWAY =
  'couch2pg does not reach CouchDB or Postgres. The Docker image only knows Postgres on port 5432. Correct its settings, then retry.'
const REFUSED =
  'Postgres refused couch2pg. Correct user, password and database in its settings on the target, then retry.'
const UNKNOWN_KEYS =
  'It does not recognise its resume keys and fetches everything again. Stop it and compare COUCHDB_URL on both sides.'

const RUNS = [
  {
    log: 'incremental-run',
    outcome: 'pass',
    summary: 'couch2pg on new-pg went on from the restored sequences and completed its first run.',
    advice: undefined,
  },
  {
    log: 'no-changes',
    outcome: 'pass',
    summary: 'couch2pg on new-pg went on from the restored sequences and completed its first run.',
    advice: undefined,
  },
  {
    log: 'first-run',
    outcome: 'fail',
    summary: 'couch2pg on new-pg reads change feed 1 from 0, not from where the source was.',
    advice: UNKNOWN_KEYS,
  },
  {
    log: 'other-spelling',
    outcome: 'fail',
    summary: 'couch2pg on new-pg reads change feed 1 from 0, not from where the source was.',
    advice: UNKNOWN_KEYS,
  },
  {
    log: 'couchdb-wrong-name',
    outcome: 'fail',
    summary: 'couch2pg on new-pg reads change feed 1 from 0, not from where the source was.',
    advice: UNKNOWN_KEYS,
  },
  {
    log: 'matview-unpopulated',
    outcome: 'fail',
    summary: 'couch2pg on new-pg says: error: CONCURRENTLY cannot be used when the materialized view is not populated',
    advice: 'Fill the materialized view by hand: set search_path = public; refresh materialized view …; then retry.',
  },
  {
    log: 'matview-other-owner',
    outcome: 'fail',
    summary: 'couch2pg on new-pg says: error: must be owner of materialized view useview_feedback',
    advice: 'Something in the new database belongs to another role: alter … owner to couch2pg, then retry.',
  },
  {
    log: 'couchdb-401',
    outcome: 'fail',
    summary: 'couch2pg on new-pg says: Name or password is incorrect.',
    advice: 'CouchDB refused the login in COUCHDB_URL. Correct it on the target, then retry.',
  },
  {
    log: 'couchdb-refused',
    outcome: 'fail',
    summary:
      'couch2pg on new-pg says: FetchError: request to http://couch-old:5985/medic/ failed, reason: connect ECONNREFUSED 10.77.0.10:5985',
    advice: FAR_AWAY,
  },
  {
    log: 'couchdb-unknown-host',
    outcome: 'fail',
    summary:
      'couch2pg on new-pg says: FetchError: request to http://couch-typo:5984/medic/ failed, reason: getaddrinfo EAI_AGAIN couch-typo',
    advice: FAR_AWAY,
  },
  {
    log: 'postgres-down',
    outcome: 'fail',
    summary: 'couch2pg on new-pg says: Error: connect ECONNREFUSED 10.77.0.1:5499',
    advice: FAR_AWAY,
  },
  {
    log: 'database-missing',
    outcome: 'fail',
    summary: 'couch2pg on new-pg says: error: database "nope" does not exist',
    advice: REFUSED,
  },
  {
    log: 'wrong-password',
    outcome: 'fail',
    summary: 'couch2pg on new-pg says: error: password authentication failed for user "couch2pg"',
    advice: REFUSED,
  },
  {
    log: 'scram',
    outcome: 'fail',
    summary:
      "couch2pg on new-pg says: Error: Unknown authenticationOk message typeMessage { name: 'authenticationOk', length: 23 }",
    advice:
      "couch2pg cannot log in with a SCRAM password. On the target: set password_encryption = 'md5'; alter role couch2pg password '…'; then retry.",
  },
  {
    log: 'silent-exit',
    outcome: 'waiting',
    summary: 'Waiting for couch2pg to say that it runs in NORMAL mode.',
    advice: undefined,
  },
]

for (const { log, ...expected } of RUNS) {
  test(`the first run, recorded ${log}: ${expected.outcome}`, () => {
    assert.deepEqual(first(log), expected)
  })
}

test('the first question to each database counts, however many follow it', () => {
  assert.deepEqual(readLines(recorded('first-run'), BEFORE).firstFeeds, ['0', '0', '0', '0', '0'])
  const feeds = readLines(recorded('incremental-run'), BEFORE).firstFeeds
  assert.deepEqual(
    feeds.map((seq) => seq.split('-')[0]),
    ['4802', '2202', '341', '21', '21'],
  )
})

test('a database that the source itself never read may start from 0', () => {
  assert.equal(first('other-spelling', 2).outcome, 'pass')
  assert.equal(first('other-spelling', 1).outcome, 'fail')
})

test('a run under way is waited for', () => {
  const log = recorded('incremental-run')
  const cut = log.slice(0, log.indexOf('There are 45 changes'))
  const { outcome, summary } = judgeFirstRun(readLines(cut, BEFORE), 'new-pg', 0)
  assert.deepEqual([outcome, summary], ['waiting', 'NORMAL mode, reading changes from 4802.'])
})

test('nothing in the log is not a complaint', () => {
  assert.deepEqual(judgeFirstRun(readLines('', BEFORE), 'new-pg', 0), {
    outcome: 'waiting',
    values: { completed: 0 },
    summary: 'Waiting for couch2pg to say that it runs in NORMAL mode.',
  })
})

test('an entirely older log is not read', () => {
  const { normalMode, completed } = readLines(recorded('incremental-run'), '2026-11-21T06:00:00Z')
  assert.deepEqual([normalMode, completed], [false, 0])
})

test('cycles are counted until there are enough', () => {
  const found = readLines(recorded('no-changes'), BEFORE)
  assert.equal(
    judgeCycles(found, 'new-pg', 2).summary,
    '1 of 2 runs completed; no data changed, so materialized views were not refreshed.',
  )
  const { outcome, summary } = judgeCycles({ ...found, completed: 2, refreshed: 1 }, 'new-pg', 2)
  assert.deepEqual(
    [outcome, summary],
    ['pass', 'couch2pg on new-pg completed 2 runs without an error; materialized views were refreshed once.'],
  )
})

test('a complaint ends the quiet', () => {
  const { outcome, advice } = judgeCycles(readLines(recorded('couchdb-refused'), BEFORE), 'new-pg', 2)
  assert.deepEqual([outcome, advice], ['fail', FAR_AWAY])
})

const SIDE = {
  host: 'new-pg',
  runtime: 'docker' as const,
  dir: '/root',
  database: { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' },
}

test('the log is read where couch2pg runs', async () => {
  const tools = fakeTools({
    ask: (host, command) => {
      assert.equal(
        `${host}: ${command}`,
        'new-pg: docker compose --project-directory /root logs --no-color --no-log-prefix --tail 20000 couch2pg',
      )
      return recorded('no-changes')
    },
  })
  const { args } = firstRun({ side: SIDE, since: BEFORE, neverRead: 0 })
  assert.equal((await firstRun.registered.run(args, tools, SCOPE)).outcome, 'pass')
})

test('a log that cannot be had is neither pass nor fail', async () => {
  const tools = fakeTools({ ask: () => ({ code: 1, stdout: '', stderr: 'no such service: couch2pg\n' }) })
  const { args } = quietCycles({ side: { ...SIDE, runtime: 'systemd' }, since: BEFORE, cycles: 2 })
  await assert.rejects(quietCycles.registered.run(args, tools, SCOPE), {
    code: 'log-unknown',
    message: 'new-pg did not give the log of couch2pg: no such service: couch2pg',
  })
})

test('a retry forgives what the log complained of before it', async () => {
  const log = `${recorded('couchdb-401')}${recorded('other-spelling').replaceAll('feed from 0', 'feed from 4849-x')}`
  const tools = fakeTools({ ask: () => log })
  const { args } = firstRun({ side: SIDE, since: BEFORE, neverRead: 0 })
  const again = { ...SCOPE, attempt: 2, startedAt: '2026-11-21T05:09:00Z' }
  assert.equal((await firstRun.registered.run(args, tools, SCOPE)).outcome, 'fail')
  assert.equal((await firstRun.registered.run(args, tools, again)).outcome, 'pass')
})
