import { closedFor } from '../model/override.ts'
import { NO_POLICIES } from '../model/policy.ts'
import { progressOf, type Run } from '../model/run.ts'
import type { Outcome } from './outcome.ts'
import type { World } from './world.ts'

const LONGEST_SLEEP_MS = 3_600_000

/**
 * Whether an act that has not begun has to wait for a window to open or a freeze to end. Asked before every act; the
 * run says that it waits, and that it waits no more. Undefined when the act may begin.
 */
export function untilOpen({ policiesFor, tools }: World, run: Run, step: string, attempt: number): Outcome | undefined {
  const now = tools.now()
  const closed = closedFor(run, policiesFor?.(run.plan) ?? NO_POLICIES, now.toISOString())
  const { kept } = progressOf(run, step)
  if (!closed) return kept && { tell: { type: 'opened', step, attempt } }
  const { says, opensAt } = closed
  if (kept?.says !== says) return { tell: { type: 'kept', step, attempt, says, until: opensAt } }
  const leftMs = opensAt === undefined ? LONGEST_SLEEP_MS : Date.parse(opensAt) - now.getTime()
  return { againMs: Math.min(leftMs, LONGEST_SLEEP_MS) }
}
