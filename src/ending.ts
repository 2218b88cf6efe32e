import type { Log } from './model/ports.ts'

/** One thing that has to be ended, and how long that may take. */
export interface End {
  readonly what: string
  readonly withinMs: number
  readonly end: () => Promise<void> | void
}

/** Ends one after the other. What hangs or breaks is left behind with a word in the log, so that the next ones get their turn. */
export async function endInTurn(ends: readonly End[], log: Log): Promise<void> {
  for (const { what, withinMs, end } of ends) {
    try {
      if (!(await endedWithin(end, withinMs))) log.warn(`${what} did not end in time and was left`, { withinMs })
    } catch (error) {
      log.error(`${what} did not end well`, { error })
    }
  }
}

async function endedWithin(end: End['end'], withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs)
  })
  const ended = Promise.resolve(end()).then(() => true)
  try {
    return await Promise.race([ended, late])
  } finally {
    clearTimeout(timer)
    ended.catch(() => undefined)
  }
}
