import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until there is an answer; a generous deadline turns waiting for ever into a failure that says for what. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const endMs = performance.now() + timeoutMs
  while (performance.now() < endMs) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await sleep(50)
  }
  throw new Error(`waited in vain until ${what}`)
}
