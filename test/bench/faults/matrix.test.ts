import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cell } from '../../../bench/faults/cell.ts'
import { countEndings, tryCells } from '../../../bench/faults/matrix.ts'

const cell = (run: Cell['run'], places?: number): Cell => ({
  ...{ part: 'Bot', name: 'c', fault: 'f', should: 's', may: 'right', run },
  ...(places !== undefined && { places }),
})

test('a cell with places is tried at each of them by a seed of its own, and its endings stand in their order', async () => {
  const run: Cell['run'] = async (seed) => {
    // The first place is the slowest.
    await new Promise((resolve) => setTimeout(resolve, 20 / seed))
    return { ended: 'right', saw: `${seed}` }
  }
  const [tried] = await tryCells([cell(run, 4)], 2, 1, () => undefined)
  assert.deepEqual(
    tried?.endings.map(({ saw }) => saw),
    ['1', '2', '3', '4', '5', '6', '7', '8'],
  )
})

test('how long things last is told to each try', async () => {
  const run: Cell['run'] = async (_, length) => ({ ended: 'right', saw: length })
  const [tried] = await tryCells([cell(run)], 1, 1, () => undefined, 'long')
  assert.equal(tried?.endings[0]?.saw, 'long')
})

test('a fault that could not be made is wrong, and so is a question that need not be asked', async () => {
  const broken = cell(() => Promise.reject(new Error('No disk.')))
  const curious = cell(async () => ({ ended: 'asked', saw: 'Who knows.' }))
  const tried = await tryCells([broken, curious], 1, 1, () => undefined)
  assert.deepEqual(countEndings(tried), { right: 0, asked: 0, wrong: 2 })
})
