import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTurn, sharesOf } from '../../src/recipes/turns.ts'

const MB = 1024 * 1024

function items(...sizes: readonly number[]) {
  return sizes.map((bytes, id) => ({ id, bytes }))
}

function many(count: number, bytes: number) {
  return items(...Array.from({ length: count }, () => bytes))
}

test('all streams take along what is left, as long as it is not more than half a gigabyte each, since a hold waits for it', () => {
  assert.equal(nextTurn(many(16, 64 * MB), { streams: 2 }).length, 16)
  assert.equal(nextTurn(many(1000, 64 * MB), { streams: 1 }).length, 8)
  assert.equal(nextTurn(many(1000, 64 * MB), { streams: 3 }).length, 24)
})

test('under a limit a turn ends after half a minute', () => {
  assert.equal(nextTurn(many(1000, MB), { streams: 2, limit: MB }).length, 30)
})

test('a turn takes one item at least, however big it is, and none where nothing is left', () => {
  assert.deepEqual(nextTurn(items(9000 * MB, 1), { streams: 4 }), [{ id: 0, bytes: 9000 * MB }])
  assert.deepEqual(nextTurn([], { streams: 4 }), [])
})

test('every item of a turn is in one share, in order', () => {
  const turn = items(...Array.from({ length: 500 }, (_, at) => (at % 7) * MB))
  assert.deepEqual(sharesOf(turn).flat(), turn)
})

test('a big item is a share of its own, small ones go together, and there are never many shares', () => {
  assert.deepEqual(
    sharesOf(items(64 * MB, 64 * MB, 1, 1, 1)).map((share) => share.length),
    [1, 1, 3],
  )
  assert.equal(sharesOf(many(5000, 8192)).length, 64)
})

test('nothing has no share', () => {
  assert.deepEqual(sharesOf([]), [])
})
