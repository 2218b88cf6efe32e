import { allDifferences, beginAfresh, type Method } from './method.ts'
import { byDrover } from './stream.ts'

/** Our own move of the whole cluster, by its files. */
export const physical: Method = byDrover({
  name: 'physical',
  what: 'Drover, method=physical, from start to proven: base copy, log up to one marked moment, swapped in, rows counted and structure compared',
  ways: { method: 'physical', proof: 'count' },
  prepare: async (pair) => {
    await pair.target.renew()
    await beginAfresh(pair)
  },
  differences: async (pair) => {
    try {
      return await allDifferences(pair)
    } finally {
      await pair.target.renew()
    }
  },
})
