/** Lets so many in at a time; the others wait in the order they came. */
export interface Slots {
  /** Resolves when there is room, with the function that gives the room back (calling it twice is harmless). */
  enter(): Promise<() => void>
}

/** sshd refuses the eleventh session of a connection by default (MaxSessions 10), so callers count before it does. */
export function createSlots(size: number): Slots {
  let free = size
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    enter: async () => {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let left = false
      return () => {
        if (!left) leave()
        left = true
      }
    },
  }
}
