import { passedNoReturn } from '../../model/next.ts'
import { hasEnded, liveStep, progressOf, type Run } from '../../model/run.ts'
import { hasBegun } from '../../model/schedule.ts'
import { isActing, isPaused } from '../../model/status.ts'
import type { Ref } from '../ref.ts'
import { actions } from './block.ts'
import { button, type Verb } from './button.ts'
import type { Block } from './card.ts'
import { handWork } from './waits-for.ts'

type Steer = Exclude<Verb, 'approve' | 'deny' | 'withdraw' | 'refresh'>

const MAIN: readonly Steer[] = ['release', 'retry', 'resolve', 'done']

/** The buttons that make sense right now; the model still judges each click. The main one, if any, is emphasised. */
export function runActions(run: Run, card: string): Block | undefined {
  const ref: Ref = { run: run.id, ...shownAttempt(run), card }
  const verbs = verbsFor(run)
  const main = verbs.find((verb) => MAIN.includes(verb))
  return actions(
    `${card}/${run.seq}/actions`,
    verbs.map((verb) => button(verb, ref, verb === main ? 'primary' : undefined)),
  )
}

/** What the buttons are about, so that a click on an old card is told apart. */
function shownAttempt(run: Run): { step?: string; attempt?: number } {
  const step = run.undoing?.step ?? liveStep(run)?.id
  return step === undefined ? {} : { step, attempt: run.undoing?.attempt ?? progressOf(run, step).attempt }
}

/** Whatever would go on by a plan that the file does not give. */
const KEPT_BACK: readonly Steer[] = ['release', 'retry', 'skip']

function verbsFor(run: Run): readonly Steer[] {
  const verbs = verbsByStatus(run)
  return run.planChange ? verbs.filter((verb) => !KEPT_BACK.includes(verb)) : verbs
}

function verbsByStatus(run: Run): readonly Steer[] {
  if (hasEnded(run)) return ['details']
  if (run.aborting) return ['abort']
  switch (run.status) {
    case 'failed':
      return ['retry', ...skip(run), ...rollback(run), 'abort']
    case 'uncertain':
      return ['resolve', ...(run.undoing ? skip(run) : []), 'abort']
    case 'held':
      return hasBegun(run) ? ['release', ...skip(run), ...rollback(run), 'abort'] : ['release', 'abort']
    case 'holding':
      return ['release', 'abort']
    case 'scheduled':
      return ['hold', 'abort']
    case 'waiting':
      return [...done(run), 'hold', ...skip(run), ...rollback(run), 'abort']
    default:
      return [...done(run), 'hold', ...rollback(run), 'abort']
  }
}

function done(run: Run): readonly Steer[] {
  return handWork(run) && !run.hold ? ['done'] : []
}

function skip(run: Run): readonly Steer[] {
  if (isPaused(run)) return []
  if (run.rollingBack) return run.undoing && run.undoing.state !== 'live' ? ['skip'] : []
  const step = liveStep(run)
  return step && step.kind !== 'gate' ? ['skip'] : []
}

function rollback(run: Run): readonly Steer[] {
  return run.rollingBack || passedNoReturn(run) !== undefined || isActing(run) ? [] : ['rollback']
}
