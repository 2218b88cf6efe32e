import { setTimeout as delay } from 'node:timers/promises'

/** How long to wait for a condition, and what to say when it does not come true. */
export interface Patience {
  timeoutMs: number
  everyMs?: number
  otherwise: () => string | Promise<string>
}

/** Waits until `probe` gives a value; throws the sentence of `otherwise` when the time is over. */
export async function until<T>(probe: () => T | undefined | Promise<T | undefined>, patience: Patience): Promise<T> {
  const deadline = Date.now() + patience.timeoutMs
  for (;;) {
    const value = await probe()
    if (value !== undefined) return value
    if (Date.now() > deadline) throw new Error(await patience.otherwise())
    await delay(patience.everyMs ?? 25)
  }
}
