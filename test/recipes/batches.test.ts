import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inBatches, nextBatch } from '../../src/recipes/batches.ts'

const MB = 1024 * 1024

function items(...sizes: readonly number[]) {
  return sizes.map((bytes, id) => ({ id, bytes }))
}

test('a stream takes three quarters of its fair share of what is left, so that turns get smaller towards the end', () => {
  const all = items(...Array.from({ length: 16 }, () => 100 * MB))
  assert.equal(nextBatch(all.slice(8), { streams: 2 }).length, 3)
  assert.equal(nextBatch(all.slice(12), { streams: 2 }).length, 1)
})

test('less than 16 MB is not worth a turn of its own', () => {
  assert.equal(nextBatch(items(...Array.from({ length: 20 }, () => MB)), { streams: 2 }).length, 16)
  assert.equal(nextBatch(items(...Array.from({ length: 10 }, () => MB)), { streams: 2 }).length, 10)
})

test('a stream takes one item at least, however big it is, and none where nothing is left', () => {
  assert.deepEqual(nextBatch(items(100 * MB, 1), { streams: 4 }), [{ id: 0, bytes: 100 * MB }])
  assert.deepEqual(nextBatch([], { streams: 4 }), [])
})

test('a turn ends at half a gigabyte, since a hold waits for it', () => {
  const all = items(...Array.from({ length: 1000 }, () => 64 * MB))
  assert.equal(nextBatch(all, { streams: 1 }).length, 8)
})

test('under a limit a turn ends after half a minute', () => {
  const all = items(...Array.from({ length: 1000 }, () => MB))
  assert.equal(nextBatch(all, { streams: 2, limit: MB }).length, 15)
})

test('every item is worked on once, and never more batches at a time than there are streams', async () => {
  const seen: number[] = []
  let now = 0
  let most = 0
  await inBatches(items(...Array.from({ length: 50 }, (_, at) => (at % 7) * 4 * MB)), { streams: 3 }, async (batch) => {
    now += 1
    most = Math.max(most, now)
    seen.push(...batch.map(({ id }) => id))
    await new Promise((resolve) => setImmediate(resolve))
    now -= 1
  })
  assert.deepEqual(
    seen.sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, at) => at),
  )
  assert.equal(most, 3)
})

test('the first failure lets the others end what they have in hand, and no stream takes more', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const work = async (batch: readonly { id: number }[]) => {
    const id = batch[0]?.id ?? -1
    begun.push(id)
    await new Promise((resolve) => setImmediate(resolve))
    if (id === 0) throw new Error('chunk 0 broke')
    await new Promise((resolve) => setImmediate(resolve))
    ended.push(id)
  }
  await assert.rejects(inBatches(items(...Array.from({ length: 6 }, () => 400 * MB)), { streams: 2 }, work), {
    message: 'chunk 0 broke',
  })
  assert.deepEqual([begun, ended], [[0, 1], [1]])
})
