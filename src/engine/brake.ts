/** Lets the parts of an action begin, or keeps them waiting while the run is held. */
export interface Brake {
  /** Resolves at once, or when the brake is let go. Rejects with the signal's reason once that fires. */
  proceed(): Promise<void>
  /** Waits like `proceed`, then does the work of one part. */
  part<Result>(work: () => Promise<Result>): Promise<Result>
  /** Keeps what has not begun from beginning, or lets everything go on. */
  set(held: boolean): void
  /** Something waits, and no part is under way. */
  isResting(): boolean
}

/** A brake that is set or not from the beginning. `onRest` is called when the action may have come to rest. */
export function createBrake(isHeld: boolean, signal: AbortSignal, onRest: () => void): Brake {
  const waiting = new Set<() => void>()
  let held = isHeld
  let underWay = 0
  const isResting = () => waiting.size > 0 && underWay === 0
  const tellRest = () => {
    if (isResting()) onRest()
  }
  const proceed = async () => {
    signal.throwIfAborted()
    while (held) await wait(waiting, signal, tellRest)
  }
  return {
    proceed,
    isResting,
    part: async (work) => {
      await proceed()
      underWay += 1
      try {
        return await work()
      } finally {
        underWay -= 1
        tellRest()
      }
    },
    set: (to) => {
      held = to
      if (!held) for (const goOn of [...waiting]) goOn()
    },
  }
}

/** One wait, until somebody calls what it adds to the waiting. */
function wait(waiting: Set<() => void>, signal: AbortSignal, onWait: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (end: () => void) => () => {
      waiting.delete(goOn)
      signal.removeEventListener('abort', giveUp)
      end()
    }
    const goOn = leave(resolve)
    const giveUp = leave(() => reject(signal.reason))
    waiting.add(goOn)
    signal.addEventListener('abort', giveUp, { once: true })
    onWait()
  })
}
