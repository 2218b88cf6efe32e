import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshness, judgeFreshness, nothingMissing } from '../../../migrations/couch2pg-move/parity.ts'
import { fakeTools, SCOPE } from '../../checks/fake-tools.ts'

const CASES = [
  {
    found: [
      { name: 'medic', source: 0, target: 12 },
      { name: 'medic-sentinel', source: 5, target: 0 },
    ],
    outcome: 'pass',
    summary: 'new-pg is as fresh as the source: 12 changes to read.',
  },
  {
    found: [{ name: 'medic', source: 10, target: 1010 }],
    outcome: 'pass',
    summary: 'new-pg is as fresh as the source: 1,010 changes to read.',
  },
  {
    found: [{ name: 'medic', source: 10, target: 1011 }],
    outcome: 'fail',
    summary: 'new-pg is more than 1,000 changes behind for medic.',
    advice: 'Let couch2pg catch up, then retry.',
  },
  {
    found: [
      { name: 'medic', source: 0, target: 0 },
      { name: '_users', source: 0, target: undefined },
    ],
    outcome: 'fail',
    summary: 'new-pg has no resume key for _users.',
    advice: 'couch2pg has not read it there. Let it run a cycle, then retry.',
  },
]

for (const { found, outcome, summary, advice } of CASES) {
  test(`freshness: ${summary}`, () => {
    const verdict = judgeFreshness(found, 'new-pg')
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], [outcome, summary, advice])
  })
}

function side(host: string) {
  const database = { host, port: 5432, database: 'cht', user: 'postgres' }
  return { host, runtime: 'docker' as const, dir: '/root', database }
}

const SIDES = { source: side('old-pg'), target: side('new-pg') }
const COUCH = { host: 'new-pg', url: 'https://cht.example.org', user: 'medic', password: 'couch' }

test('CouchDB itself is asked what each side has yet to read', async () => {
  const tools = fakeTools({
    query: ({ host }) => [{ source: 'cht.example.org/medic', seq: host === 'old-pg' ? '4847-a' : '4840-b' }],
    pending: (database, since) => (database === 'medic' && since === '4840-b' ? 7 : 0),
  })
  const { args } = freshness({ ...SIDES, couch: COUCH, keys: ['cht.example.org/medic'], names: ['medic'] })
  const { outcome, table } = await freshness.registered.run(args, tools, SCOPE)
  assert.equal(outcome, 'pass')
  assert.deepEqual(table?.rows[1], ['medic', 0, 7])
})

const ROWS = { couchdb: '30000', couchdb_users_meta: '9', couchdb_medic_logs: '21', couchdb_medic_users: '21' }

async function missing(target: Readonly<Record<string, string>>) {
  const tools = fakeTools({ query: ({ host }) => [host === 'old-pg' ? ROWS : { ...ROWS, ...target }] })
  return nothingMissing.registered.run(nothingMissing(SIDES).args, tools, SCOPE)
}

test('more rows on the target are fine', async () => {
  const { outcome, summary } = await missing({ couchdb: '30040' })
  assert.deepEqual([outcome, summary], ['pass', 'No table on the target has fewer rows than on the source.'])
})

test('a table with fewer rows on the target is named with both numbers', async () => {
  const { outcome, summary, advice } = await missing({ couchdb: '29999', couchdb_medic_logs: '0' })
  assert.equal(outcome, 'fail')
  assert.equal(
    summary,
    'couchdb has 29,999 rows on the target and 30,000 on the source; couchdb_medic_logs has 0 rows on the target and 21 on the source.',
  )
  assert.equal(
    advice,
    'Let couch2pg catch up on the target, then measure again. Deletions in CouchDB reach both sides.',
  )
})
