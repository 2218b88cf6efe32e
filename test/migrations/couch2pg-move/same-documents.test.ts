import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Compared, judgeDocuments, sameDocuments } from '../../../migrations/couch2pg-move/same-documents.ts'
import { fakeTools, SCOPE } from '../../checks/fake-tools.ts'

const MEDIC: Compared = { table: 'couchdb', documents: 30_000, apart: 0, different: 0 }
const LOGS: Compared = { table: 'couchdb_medic_logs', documents: 21, apart: 0, different: 0 }

const CASES: readonly { found: readonly Compared[]; outcome: string; summary: string }[] = [
  {
    found: [MEDIC, LOGS],
    outcome: 'pass',
    summary: 'Both sides have read the same changes and hold the same 30,021 documents in the same revisions.',
  },
  {
    found: [{ ...MEDIC, apart: 12, different: 9 }, LOGS],
    outcome: 'pass',
    summary: '30,021 documents are the same on both sides but for the 12 changes that one side has yet to read.',
  },
  {
    found: [{ ...MEDIC, apart: 12, different: 13 }, LOGS],
    outcome: 'fail',
    summary:
      'couchdb differs in 13 of 4,096 groups, and the sides are 12 changes apart. More differs than what one side has yet to read.',
  },
  {
    found: [{ ...MEDIC, apart: 0, different: 1 }],
    outcome: 'fail',
    summary:
      'couchdb differs in 1 of 4,096 groups, and the sides are 0 changes apart. More differs than what one side has yet to read.',
  },
  {
    found: [{ ...MEDIC, apart: undefined, different: 40 }, LOGS],
    outcome: 'waiting',
    summary: 'Not comparable yet: couch2pg was reading into couchdb meanwhile.',
  },
]

for (const { found, outcome, summary } of CASES) {
  test(`same documents: ${summary}`, () => {
    const verdict = judgeDocuments(found)
    assert.deepEqual([verdict.outcome, verdict.summary], [outcome, summary])
  })
}

const KEY = 'cht.example.org/medic'

function side(host: string) {
  const database = { host, port: 5432, database: 'cht', user: 'postgres' }
  return { host, runtime: 'docker' as const, dir: '/root', database }
}

interface Seen {
  readonly seq: string
  readonly groups: string
}

/** Both sides as they look the first time, the second time and so on; the last look repeats. */
async function compare(source: readonly Seen[], target: readonly Seen[]) {
  const looks = { 'old-pg': 0, 'new-pg': 0 }
  const tools = fakeTools({
    query: ({ host }) => {
      const name = host === 'old-pg' ? 'old-pg' : 'new-pg'
      const all = name === 'old-pg' ? source : target
      const { seq, groups } = all[Math.min(looks[name]++, all.length - 1)] ?? { seq: '0', groups: '' }
      return [{ progress: { [KEY]: seq }, documents: '3', groups }]
    },
  })
  const { args } = sameDocuments({ source: side('old-pg'), target: side('new-pg'), keys: [KEY] })
  return sameDocuments.registered.run(args, tools, SCOPE)
}

const NOW: Seen = { seq: '100', groups: '7 2 4711\n9 1 815' }

test('the same groups are the same documents, wherever each side has read to', async () => {
  assert.equal((await compare([NOW], [{ ...NOW, seq: '103' }])).outcome, 'pass')
})

test('a group that differs while both sides stand still at one sequence is a lost or foreign document', async () => {
  assert.equal((await compare([NOW], [{ ...NOW, groups: '7 2 4711' }])).outcome, 'fail')
})

test('one change that the target has yet to read may make one group differ', async () => {
  const behind = { seq: '99', groups: '7 2 4711\n9 1 814' }
  assert.equal((await compare([NOW], [behind])).outcome, 'pass')
})

test('a side that was written to between two looks is not comparable yet', async () => {
  const writing = { seq: '100', groups: `${NOW.groups}\n11 1 5` }
  const written = { seq: '101', groups: writing.groups }
  assert.equal((await compare([NOW], [writing, written])).outcome, 'waiting')
})
