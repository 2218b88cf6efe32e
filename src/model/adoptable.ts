import type { Plan } from './plan.ts'
import { isSame, partWords } from './plan-change.ts'
import { liveStep, progressOf, type Run } from './run.ts'
import { liveAttempt } from './status.ts'
import { type Act, type Step, undoOf } from './step.ts'

/** Why a run cannot go on by another plan, a sentence each; empty when it can. What it did has to be in the new plan as it was done. */
export function obstaclesTo(run: Run, plan: Plan): readonly string[] {
  const lost = run.plan.locks.filter((lock) => !plan.locks.includes(lock))
  return [
    ...finished(run.plan.steps.slice(0, run.at), plan.steps),
    ...live(run, plan.steps),
    ...lost.map((lock) => `${run.id} holds the lock ${lock}, which the new plan does not name.`),
  ]
}

function finished(done: readonly Step[], steps: readonly Step[]): readonly string[] {
  const ids = done.map(({ id }) => id)
  const changed = done.flatMap((step) => {
    const now = steps.find(({ id }) => id === step.id)
    if (!now) return [`${step.id} has finished and is gone.`]
    const words = partWords(step, now)
    return words === '' ? [] : [`${step.id} has finished and has ${words}.`]
  })
  const first = steps.slice(0, steps.findLastIndex(({ id }) => ids.includes(id)) + 1).map(({ id }) => id)
  const between = first.filter((id) => !ids.includes(id)).map((id) => `${id} stands before steps that have finished.`)
  if (changed.length + between.length > 0) return [...changed, ...between]
  return isSame(first, ids) ? [] : ['The steps that have finished stand in another order.']
}

function live(run: Run, steps: readonly Step[]): readonly string[] {
  const step = liveStep(run)
  if (!step) return []
  const now = steps[run.at]
  const standing = standingOf(run, step)
  if (standing === 'free') return []
  const what = standing === 'under way' ? 'is under way' : 'has acted already'
  if (now?.id !== step.id)
    return [`${step.id} ${what} and ${steps.some(({ id }) => id === step.id) ? 'stands at another place' : 'is gone'}.`]
  const words = standing === 'under way' ? partWords(step, now) : takenBackBy(step, now)
  return words === '' ? [] : [`${step.id} ${what} and has ${words}.`]
}

/** What acted and ended badly may get another command, but what it left has to be taken back as it was planned. */
function takenBackBy(step: Step, now: Step): string {
  return [
    ...(step.kind === now.kind ? [] : ['another kind']),
    ...(isSame(undoOf(step), undoOf(now)) ? [] : ['another undo']),
  ].join(' and ')
}

type Standing = 'free' | 'acted' | 'under way'

/** How far the live step has touched the world. What nobody knows counts as under way. */
function standingOf(run: Run, step: Step): Standing {
  if (!('act' in step)) return 'free'
  const { state, attempt, firstActedAt, firstActedAttempt } = progressOf(run, step.id)
  if (state === 'uncertain') return 'under way'
  if (state === 'live' && run.phase === 'acting' && !isUnbegun(run, step)) return 'under way'
  const hasActed = firstActedAt !== undefined && (state !== 'live' || firstActedAttempt !== attempt)
  return hasActed ? 'acted' : 'free'
}

/** Is it sure that the live attempt has not begun to act? An action that rests may have begun in another process. */
function isUnbegun(run: Run, step: Step & { readonly act: Act }): boolean {
  const { kept, paused, launchedAt } = progressOf(run, step.id)
  return kept !== undefined || (step.act.do !== 'action' && paused !== undefined && launchedAt === undefined)
}

/** The live attempt that a new plan does not go on with: it has not touched the world, and its step is another one there. */
export function droppedBy(run: Run, plan: Plan): { readonly step: string; readonly attempt: number } | undefined {
  const step = liveStep(run)
  const live = liveAttempt(run)
  return step && live && !isSame(step, plan.steps[run.at]) ? live : undefined
}
