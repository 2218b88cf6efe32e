/** Work that does not keep the process: between two turns, what came meanwhile is read and acknowledged. */
export interface Turns {
  /** Starts the work in a coming turn, in the order in which it came, and gives what it ends in. */
  take(work: () => Promise<void>): Promise<void>
}

/** Starts so many pieces of work in one turn of the event loop. What they wait for later does not hold up the others. */
export function createTurns(startedAtOnce: number): Turns {
  const waiting: (() => void)[] = []
  const turn = (): void => {
    for (const begin of waiting.splice(0, startedAtOnce)) begin()
    if (waiting.length > 0) setImmediate(turn)
  }
  return {
    take: (work) =>
      new Promise((resolve, reject) => {
        waiting.push(() => void work().then(resolve, reject))
        if (waiting.length === 1) setImmediate(turn)
      }),
  }
}
