import type { Mortal } from './mortal.ts'

/** Bots that take over from each other: the next one has loaded its modules by the time it is needed. */
export interface Nest {
  /** Lets the next bot begin and waits until it is connected. Throws with the end of its log when it ends before. */
  next(): Promise<Mortal>
  /** Ends the one that is up as an operator would, and the one that waits. */
  clear(): Promise<void>
}

export function createNest(hatchOne: () => Mortal): Nest {
  let [current, spare]: (Mortal | undefined)[] = [undefined, hatchOne()]
  return {
    async next() {
      current = spare ?? hatchOne()
      spare = hatchOne()
      current.begin()
      if (await current.isUp) return current
      throw new Error(`a bot did not come up:\n${current.log.slice(-10).join('\n')}`)
    },
    async clear() {
      await Promise.all([current?.stop(), spare?.kill()])
    },
  }
}
