import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseVacant, judgeVacant } from '../../src/checks/database-vacant.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const ON = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }
const ABSENT = {
  exists: false,
  objects: 0,
  ownRun: false,
  connections: 0,
  missingRoles: [],
  missingExtensions: [],
  scramRoles: [],
}

const CASES = [
  { found: {}, outcome: 'pass', summary: 'cht on new-pg:5432 does not exist yet and can be created.' },
  { found: { exists: true }, outcome: 'pass', summary: 'cht on new-pg:5432 exists and is empty.' },
  {
    found: { missingRoles: ['couch2pg', 'reporter'] },
    outcome: 'fail',
    summary: 'new-pg has no role couch2pg, no role reporter.',
    advice:
      'Nothing was changed. Create it on new-pg (create role … login), then retry. Without it, owners and dashboard grants cannot be restored.',
  },
  {
    found: { missingExtensions: ['postgis'] },
    outcome: 'fail',
    summary: 'new-pg cannot offer the extension postgis.',
    advice: 'Nothing was changed. Install its package on the server, then retry.',
  },
  {
    found: { scramRoles: ['couch2pg'] },
    outcome: 'fail',
    summary: 'Role couch2pg on new-pg has a SCRAM password, and couch2pg cannot log in with one.',
    advice:
      "Nothing was changed. On new-pg: set password_encryption = 'md5'; alter role couch2pg password '…'; then retry.",
  },
  {
    found: { exists: true, objects: 12 },
    outcome: 'fail',
    summary: 'cht on new-pg:5432 already holds 12 tables or views.',
    advice:
      'Nothing was changed. A restore into it would double rows. Rename or drop it yourself if nobody needs it, then retry.',
  },
  {
    found: { exists: true, connections: 2 },
    outcome: 'fail',
    summary: '2 connections are open to cht on new-pg:5432.',
    advice: 'Nothing was changed. Something uses it, perhaps a couch2pg that was left on. Stop it, then retry.',
  },
]

for (const { found, outcome, summary, advice } of CASES) {
  test(`vacant: ${summary}`, () => {
    const verdict = judgeVacant({ ...ABSENT, ...found }, ON)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], [outcome, summary, advice])
  })
}

test('a database that this very run has filled counts as vacant, so that its gate can be measured again', () => {
  assert.equal(judgeVacant({ ...ABSENT, exists: true, objects: 12, ownRun: true }, ON).outcome, 'pass')
})

function server(exists: boolean) {
  return { exists, connections: '0', missing_roles: [], missing_extensions: [], scram_roles: [] }
}

test('an absent database is not connected to', async () => {
  const tools = fakeTools({
    query: ({ database }, sql) => {
      assert.equal(database, 'postgres')
      return sql.includes('scram_roles') ? [server(false)] : []
    },
  })
  const { args } = databaseVacant({ on: ON, roles: ["o'neil"], extensions: [], md5Roles: [] })
  assert.equal((await databaseVacant.registered.run(args, tools, SCOPE)).outcome, 'pass')
})

test('the mark of the run is looked for in the comment of the database', async () => {
  const tools = fakeTools({
    query: (_database, sql) => {
      if (sql.includes('scram_roles')) return [server(true)]
      if (!sql.includes('shobj_description')) return [{ one: 1 }]
      assert.match(sql, /= 'drover m7f3xq'/)
      return [{ objects: '9', marked: true }]
    },
  })
  const { args } = databaseVacant({ on: ON, roles: [], extensions: [], md5Roles: [] })
  assert.equal(
    (await databaseVacant.registered.run(args, tools, SCOPE)).summary,
    'cht on new-pg:5432 exists and is empty.',
  )
})
