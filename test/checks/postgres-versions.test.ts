import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeVersions, postgresVersions } from '../../src/checks/postgres-versions.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const SOURCE = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const TARGET = { ...SOURCE, host: 'new-pg' }
const FIT = { source: 13, target: 15, dump: 15, restore: 15, sameServer: false }

const CASES = [
  { found: {}, outcome: 'pass', summary: 'Postgres 13 on old-pg, 15 on new-pg; the programs fit.' },
  {
    found: { sameServer: true },
    outcome: 'fail',
    summary: 'old-pg and new-pg are the same Postgres server.',
    advice: 'Nothing was changed. Source and target have to be two servers; check sourcePort and targetPort.',
  },
  {
    found: { dump: 12 },
    outcome: 'fail',
    summary: 'pg_dump on old-pg is version 12 and the server is 13: it refuses a newer server.',
    advice: 'Nothing was changed. Install postgresql-client-13 on old-pg, then retry.',
  },
  {
    found: { target: 12 },
    outcome: 'fail',
    summary: 'Postgres on new-pg is 12, older than the 13 it comes from.',
    advice: 'Nothing was changed. Install Postgres 13 or newer on new-pg, then start again.',
  },
  {
    found: { source: 11, target: 11, dump: 11, restore: 11 },
    outcome: 'fail',
    summary: 'Postgres on new-pg is 11; this needs 12 or newer.',
    advice: 'Nothing was changed. Install a newer Postgres on new-pg, then start again.',
  },
  {
    found: { restore: 12 },
    outcome: 'fail',
    summary: 'psql on new-pg is version 12, older than the 13 the schema comes from.',
    advice: 'Nothing was changed. Install postgresql-client-13 on new-pg, then retry.',
  },
]

for (const { found, outcome, summary, advice } of CASES) {
  test(`versions: ${summary}`, () => {
    const verdict = judgeVersions({ ...FIT, ...found }, SOURCE, TARGET, 12)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], [outcome, summary, advice])
  })
}

test('versions are read from servers and programs, whatever a distribution adds to them', async () => {
  const tools = fakeTools({
    query: ({ host }) => [{ version: host === 'old-pg' ? 130_014 : '180004', id: host }],
    ask: (host, command) =>
      host === 'old-pg' ? `${command.split(' ')[0]} (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n` : 'psql 18beta1\n',
  })
  const { args } = postgresVersions({ source: SOURCE, target: TARGET, oldest: 12 })
  const { summary, values } = await postgresVersions.registered.run(args, tools, SCOPE)
  assert.equal(summary, 'Postgres 13 on old-pg, 18 on new-pg; the programs fit.')
  assert.deepEqual(values, { source: 13, target: 18, dump: 15, restore: 18 })
})

test('a program that does not tell its version is no pass', async () => {
  const tools = fakeTools({
    query: () => [{ version: 150_000, id: '1' }],
    ask: () => ({ code: 127, stdout: '', stderr: 'bash: pg_dump: command not found\n' }),
  })
  const { args } = postgresVersions({ source: SOURCE, target: TARGET, oldest: 12 })
  await assert.rejects(postgresVersions.registered.run(args, tools, SCOPE), {
    code: 'no-version',
    message: 'pg_dump on old-pg did not tell its version: bash: pg_dump: command not found',
  })
})
