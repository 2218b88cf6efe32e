import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeHashes } from '../../src/checks/row-hashes.ts'
import type { Proof, TableHash, TableHashes } from '../../src/checks/row-hashes-table.ts'
import { type Found, judgeSameRows } from '../../src/checks/same-rows.ts'

const WAY = { by: 'hashtextextended', columns: '2886c0d68e6f' } as const

function hashed(rows: number, hash = 'aa', way: TableHash['way'] = WAY): TableHash {
  return { rows, hash: hash.padEnd(32, '0'), hashedRows: rows, way }
}

const SOURCE: TableHashes = {
  'public.couchdb': hashed(20_000),
  'public.couchdb_progress': hashed(4),
  'public.couchdb_users_meta': hashed(8),
}

function judge(target: TableHashes, given: { expected?: TableHashes; proof?: Proof } & Partial<Found> = {}) {
  const { expected = SOURCE, proof = 'hash', drifted = [], named = [] } = given
  return judgeSameRows({ measured: target, drifted, named }, { expected, proof })
}

function sampled(hashes: TableHashes): TableHashes {
  return Object.fromEntries(
    Object.entries(hashes).map(([table, one]) => [
      table,
      { ...one, hashedRows: Math.floor(one.rows / 100), way: { ...WAY, sampledBy: '(id)' } },
    ]),
  )
}

test('equal hashes pass, with how likely a difference goes unseen', () => {
  const { outcome, summary, values, table } = judge(SOURCE)
  assert.deepEqual(
    [outcome, summary],
    [
      'pass',
      'All 3 tables hold the same 20,012 rows by a 128-bit hash of every row: an accidental difference would go unseen once in 10^38.',
    ],
  )
  assert.deepEqual(values, { different: 0, unknown: 0 })
  assert.deepEqual(table?.rows.slice(0, 2), [
    ['Table', 'Source', 'Target', 'Source hash', 'Target hash', ''],
    ['public.couchdb', 20_000, 20_000, 'aa000000', 'aa000000', 'equal'],
  ])
})

test('equal counts pass, and say that a changed row would not be seen', () => {
  const counted = Object.fromEntries(Object.entries(SOURCE).map(([table, { rows }]) => [table, { rows }]))
  const { outcome, summary } = judge(counted, { expected: counted, proof: 'count' })
  assert.deepEqual(
    [outcome, summary],
    ['pass', 'All 3 tables have as many rows as the source, 20,012 in all; a changed row would not be seen.'],
  )
})

test('equal samples pass, and say how often a changed row goes unseen', () => {
  const { outcome, summary } = judge(sampled(SOURCE), { expected: sampled(SOURCE), proof: 'sample' })
  assert.deepEqual(
    [outcome, summary],
    [
      'pass',
      'All 3 tables have as many rows as the source, 20,012 in all, and the same 200 in a sample of 1 % by a 128-bit hash; a single changed row goes unseen 99 times in 100.',
    ],
  )
})

test('one table, and none, are said in their own words', () => {
  const one = { 'public.couchdb': hashed(1) }
  assert.match(judge(one, { expected: one }).summary, /^The only table holds the same 1 row by a 128-bit hash/)
  assert.equal(judge({}, { expected: {} }).summary, 'There are no tables on either side.')
})

const MEND = 'Do not mend it in place: roll back, which drops the new database, and start again.'

const DIFFERENCES = [
  {
    name: 'a changed row',
    target: { ...SOURCE, 'public.couchdb': hashed(20_000, 'bb') },
    summary: '1 of 3 tables differs: public.couchdb has as many rows as the source (20,000), but not the same.',
    advice: `Something changed rows on the target, or they changed on their way. ${MEND}`,
  },
  {
    name: 'a missing row',
    target: { ...SOURCE, 'public.couchdb': hashed(19_999, 'bb') },
    summary: '1 of 3 tables differs: public.couchdb has 19,999 on the target and 20,000 on the source.',
    advice: `Something wrote to the target, or rows are missing. ${MEND}`,
  },
  {
    name: 'a table that is there twice over, beside a changed one',
    target: {
      ...SOURCE,
      'public.couchdb': hashed(20_000, 'bb'),
      'public.couchdb_users_meta': hashed(16, 'bb'),
    },
    summary:
      '2 of 3 tables differ: public.couchdb_users_meta has 16 on the target and 8 on the source; public.couchdb has as many rows as the source (20,000), but not the same.',
    advice: `A table holds every row twice, so a restore ran twice or into a database that was not empty. ${MEND}`,
  },
  {
    name: 'a table that did not arrive, and one that the source does not have',
    target: {
      'public.couchdb': hashed(20_000),
      'public.couchdb_progress': hashed(4),
      'public.filler': hashed(0),
    },
    summary:
      '2 of 4 tables differ: public.couchdb_users_meta has no table on the target and 8 on the source; public.filler has 0 on the target and no table on the source.',
    advice: `Something wrote to the target, or rows are missing. ${MEND}`,
  },
  {
    name: 'a target whose tables are there and empty',
    target: Object.fromEntries(Object.keys(SOURCE).map((table) => [table, hashed(0)])),
    summary:
      '3 of 3 tables differ: public.couchdb has 0 on the target and 20,000 on the source; public.couchdb_users_meta has 0 on the target and 8 on the source; public.couchdb_progress has 0 on the target and 4 on the source.',
    advice: `Something wrote to the target, or rows are missing. ${MEND}`,
  },
  {
    name: 'other columns',
    target: { ...SOURCE, 'public.couchdb': hashed(20_000, 'aa', { ...WAY, columns: 'other' }) },
    summary: '1 of 3 tables differs: public.couchdb has other columns than on the source.',
    advice: `Something changed rows on the target, or they changed on their way. ${MEND}`,
  },
]

for (const { name, target, summary, advice } of DIFFERENCES)
  test(`rows fail over ${name}`, () => {
    const verdict = judge(target)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['fail', summary, advice])
  })

test('a failure ends with which rows differ and where their keys are', () => {
  const named = [
    'public.couchdb: 1 row is missing, 2 changed, 0 extra. Their keys are in /home/drover/.drover/differences/m7f3xq/public.couchdb.tsv on new-pg.',
  ]
  assert.equal(
    judge({ ...SOURCE, 'public.couchdb': hashed(19_999, 'bb') }, { named }).summary,
    `1 of 3 tables differs: public.couchdb has 19,999 on the target and 20,000 on the source. ${named[0]}`,
  )
})

const UNTOLD = 'It does not count as equal. Hash source and target with the same proof, then compare again.'

const UNKNOWN: readonly {
  name: string
  expected?: TableHashes
  target?: TableHashes
  proof?: Proof
  summary: string
}[] = [
  {
    name: 'a table that was only counted on the source',
    expected: { ...SOURCE, 'public.couchdb': { rows: 20_000 } },
    summary: 'Could not tell whether 1 of 3 tables is equal: public.couchdb was only counted on the source.',
  },
  {
    name: 'a table that was only counted on the target',
    target: { ...SOURCE, 'public.couchdb': { rows: 20_000 } },
    summary: 'Could not tell whether 1 of 3 tables is equal: public.couchdb was only counted on the target.',
  },
  {
    name: 'another function',
    target: { ...SOURCE, 'public.couchdb': hashed(20_000, 'aa', { ...WAY, by: 'md5' }) },
    summary: 'Could not tell whether 1 of 3 tables is equal: public.couchdb was hashed in another way on the source.',
  },
  {
    name: 'the bytes of another encoding',
    target: { ...SOURCE, 'public.couchdb': hashed(20_000, 'aa', { ...WAY, encoding: 'LATIN1' }) },
    summary: 'Could not tell whether 1 of 3 tables is equal: public.couchdb was hashed in another way on the source.',
  },
  {
    name: 'another sample',
    expected: sampled(SOURCE),
    target: {
      ...sampled(SOURCE),
      'public.couchdb': hashed(20_000, 'aa', { ...WAY, sampledBy: '(other)' }),
    },
    proof: 'sample',
    summary: 'Could not tell whether 1 of 3 tables is equal: public.couchdb was hashed in another way on the source.',
  },
  {
    name: 'a sample where every row is wanted',
    expected: { ...SOURCE, ...sampled({ 'public.couchdb': hashed(20_000) }) },
    target: { ...SOURCE, ...sampled({ 'public.couchdb': hashed(20_000) }) },
    summary: 'Could not tell whether 1 of 3 tables is equal: public.couchdb was hashed in a sample only on the source.',
  },
  {
    name: 'nothing but counts where hashes are wanted',
    expected: { 'public.couchdb': { rows: 20_000 }, 'public.couchdb_progress': { rows: 4 } },
    target: { 'public.couchdb': { rows: 20_000 }, 'public.couchdb_progress': { rows: 4 } },
    summary:
      'Could not tell whether 2 of 2 tables are equal: public.couchdb was only counted on the source; public.couchdb_progress was only counted on the source.',
  },
]

for (const { name, expected = SOURCE, target = SOURCE, proof = 'hash', summary } of UNKNOWN)
  test(`what cannot be told is an error and never a pass: ${name}`, () => {
    const verdict = judge(target, { expected, proof })
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['error', summary, UNTOLD])
  })

test('a difference that is sure outweighs what cannot be told', () => {
  const target = { ...SOURCE, 'public.couchdb': { rows: 20_000 }, 'public.couchdb_progress': hashed(5) }
  assert.equal(judge(target).outcome, 'fail')
})

test('a source that was written to since it was hashed is not comparable yet', () => {
  const verdict = judge({ ...SOURCE, 'public.couchdb': hashed(20_001, 'bb') }, { drifted: ['public.couchdb'] })
  assert.deepEqual(
    [verdict.outcome, verdict.summary, verdict.advice],
    [
      'error',
      'Not comparable yet: public.couchdb changed on the source after it was hashed.',
      'Stop what writes to the source, or hash it under a snapshot, then compare again.',
    ],
  )
})

test('a table that differs though its source stood still fails beside one whose source moved', () => {
  const target = { ...SOURCE, 'public.couchdb': hashed(20_001, 'bb'), 'public.couchdb_progress': hashed(4, 'cc') }
  const { outcome, summary } = judge(target, { drifted: ['public.couchdb'] })
  assert.deepEqual(
    [outcome, summary],
    ['fail', '1 of 3 tables differs: public.couchdb_progress has as many rows as the source (4), but not the same.'],
  )
})

test('what was hashed on the source is shown and kept for later steps', () => {
  const { summary, outputs, values, table } = judgeHashes(SOURCE, 'hash')
  assert.equal(summary, '20,012 rows in 3 tables, each hashed with 128 bits.')
  assert.deepEqual(outputs, {
    counts: { 'public.couchdb': 20_000, 'public.couchdb_progress': 4, 'public.couchdb_users_meta': 8 },
    hashes: SOURCE,
    total: 20_012,
  })
  assert.deepEqual(table?.rows.slice(0, 2), [
    ['Table', 'Rows', 'Hash'],
    ['public.couchdb', 20_000, 'aa000000'],
  ])
  const changed = judgeHashes({ ...SOURCE, 'public.couchdb': hashed(20_000, 'bb') }, 'hash').values
  assert.equal(values['public.couchdb'], changed['public.couchdb'])
  assert.notEqual(values['hash'], changed['hash'])
  assert.equal(
    judgeHashes(sampled(SOURCE), 'sample').summary,
    '20,012 rows in 3 tables, 200 of them hashed with 128 bits.',
  )
  assert.equal(judgeHashes({ a: { rows: 1 } }, 'count').summary, '1 row in 1 table.')
})
