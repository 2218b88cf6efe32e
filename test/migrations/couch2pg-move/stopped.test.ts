import assert from 'node:assert/strict'
import { test } from 'node:test'
import { couch2pgRunning, couch2pgStopped } from '../../../migrations/couch2pg-move/stopped.ts'
import { fakeTools, SCOPE } from '../../checks/fake-tools.ts'

const DATABASE = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }
const SIDE = { host: 'new-pg', runtime: 'systemd' as const, dir: '/root', database: DATABASE }

function stopped(says: string, connections: number) {
  const { args } = couch2pgStopped({ side: SIDE, role: 'couch2pg' })
  const tools = fakeTools({ ask: () => `${says}\n`, query: () => [{ connections }] })
  return couch2pgStopped.registered.run(args, tools, SCOPE)
}

const ADVICE =
  'Stop it on new-pg (docker compose stop couch2pg, or systemctl stop couch2pg), then retry. Nothing was restored.'
const CASES = [
  {
    says: 'down',
    connections: 0,
    outcome: 'pass',
    summary: 'couch2pg is stopped on new-pg and role couch2pg is not connected.',
    advice: undefined,
  },
  {
    says: 'up',
    connections: 0,
    outcome: 'fail',
    summary: 'couch2pg is running on new-pg: it would write into a database that is being filled.',
    advice: ADVICE,
  },
  {
    says: 'down',
    connections: 3,
    outcome: 'fail',
    summary: 'couch2pg is stopped on new-pg, but role couch2pg still has 3 connections to cht.',
    advice: ADVICE,
  },
]

for (const { says, connections, outcome, summary, advice } of CASES) {
  test(`stopped: ${summary}`, async () => {
    const verdict = await stopped(says, connections)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], [outcome, summary, advice])
  })
}

test('running is asked of the runtime', async () => {
  const asked: string[] = []
  const tools = fakeTools({
    ask: (_host, command) => {
      asked.push(command)
      return 'up\n'
    },
  })
  for (const runtime of ['docker', 'systemd'] as const) {
    const { args } = couch2pgRunning({ side: { ...SIDE, runtime } })
    assert.equal((await couch2pgRunning.registered.run(args, tools, SCOPE)).summary, 'couch2pg is running on new-pg.')
  }
  assert.match(asked[0] ?? '', /^states=\$\(docker compose --project-directory \/root ps -a --format json couch2pg\)/)
  assert.equal(asked[1], 'if systemctl is-active couch2pg >/dev/null 2>&1; then echo up; else echo down; fi')
})

test('a couch2pg that is off is said with what to do', async () => {
  const { args } = couch2pgRunning({ side: SIDE })
  const { outcome, summary, advice } = await couch2pgRunning.registered.run(
    args,
    fakeTools({ ask: () => 'down\n' }),
    SCOPE,
  )
  assert.deepEqual(
    [outcome, summary, advice],
    ['fail', 'couch2pg is not running on new-pg.', 'Read its log on the host, mend the cause, then retry.'],
  )
})

test('a runtime that does not answer is neither running nor stopped', async () => {
  const tools = fakeTools({ ask: () => ({ code: 1, stdout: '', stderr: 'Cannot connect to the Docker daemon\n' }) })
  await assert.rejects(couch2pgRunning.registered.run(couch2pgRunning({ side: SIDE }).args, tools, SCOPE), {
    code: 'couch2pg-unknown',
    message: 'new-pg could not tell whether couch2pg runs: Cannot connect to the Docker daemon',
  })
})
