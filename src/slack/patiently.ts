import { setTimeout as wait } from 'node:timers/promises'
import { faultOf } from './outbox/fault.ts'

const WAITS_MS = [300, 1_000, 3_000]
const LONGEST_MS = 30_000

/** Makes a harmless call again when Slack was busy or did not answer; any other answer is thrown at once. */
export async function patiently<Result>(call: () => Promise<Result>): Promise<Result> {
  for (const waitMs of WAITS_MS) {
    try {
      return await call()
    } catch (error) {
      const fault = faultOf(error)
      if (fault.is !== 'busy' && fault.is !== 'unknown') throw error
      await wait(fault.is === 'busy' ? Math.min(fault.waitMs, LONGEST_MS) : waitMs)
    }
  }
  return await call()
}
