import { hasEnded, progressOf, type Run } from '../../model/run.ts'
import { isPaused } from '../../model/status.ts'
import type { Step } from '../../model/step.ts'
import { richText } from './block.ts'
import type { Block } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { counted, outcomeOf } from './step-words.ts'

/** On a phone a longer list hides the buttons under it. */
const CARDS_MAX = 14
const TITLE_MAX = 70
const DETAILS_MAX = 90

type CardStatus = 'pending' | 'in_progress' | 'complete' | 'error'

/** The steps of a run. A long plan shows the steps around the one the run is at; the rest becomes one line at each end. */
export function planBlock(run: Run): Block | undefined {
  const { steps } = run.plan
  const shown = steps.length <= CARDS_MAX ? { from: 0, to: steps.length } : windowAround(run.at, steps.length)
  const cards = steps.slice(shown.from, shown.to).map((step) => stepCard(run, step))
  const before = rest('before', run, steps.slice(0, shown.from))
  const after = rest('after', run, steps.slice(shown.to))
  return steps.length > 0 ? { type: 'plan', title: planTitle(run), tasks: [...before, ...cards, ...after] } : undefined
}

function planTitle(run: Run): string {
  const { steps } = run.plan
  const at = `step ${Math.min(run.at + 1, steps.length)} of ${steps.length}`
  const over = steps.filter(({ id }) => isOver(run, id)).length
  switch (run.status) {
    case 'failed':
    case 'uncertain':
      return `Stopped at ${at}`
    case 'rolling-back':
      return `Rolling back, at ${at}`
    case 'rolled-back':
    case 'aborted':
      return `${run.status === 'aborted' ? 'Aborted' : 'Rolled back'} at ${at}`
    default:
      return over === steps.length
        ? `${counted(over, 'step')} done`
        : `${over} of ${counted(steps.length, 'step')} done`
  }
}

function isOver(run: Run, id: string): boolean {
  return ['succeeded', 'skipped'].includes(progressOf(run, id).state)
}

function windowAround(at: number, count: number): { from: number; to: number } {
  const size = CARDS_MAX - 2
  const from = Math.min(Math.max(0, at - Math.floor(size / 3)), count - size)
  return { from, to: from + size }
}

function rest(id: string, run: Run, steps: readonly Step[]): readonly Block[] {
  if (steps.length === 0) return []
  const over = steps.filter((step) => isOver(run, step.id)).length
  const title = `${steps.length} ${id === 'before' ? 'earlier' : 'later'} steps`
  const status = over === steps.length ? 'complete' : 'pending'
  return [{ type: 'task_card', task_id: `steps-${id}`, title, status, details: richText(`${over} of them done`) }]
}

function stepCard(run: Run, step: Step): Block {
  const details = clamp(oneLine(detailsOf(run, step)), DETAILS_MAX)
  return {
    type: 'task_card',
    task_id: clamp(`step-${step.id}`, 255),
    title: clamp(oneLine(step.title), TITLE_MAX) || '-',
    status: cardStatus(run, step),
    ...(details !== '' && { details: richText(details) }),
  }
}

function detailsOf(run: Run, step: Step): string {
  const { state, attempt } = progressOf(run, step.id)
  const { undoing } = run
  if (undoing?.step === step.id)
    return undoing.state === 'live'
      ? 'being taken back'
      : `taking it back: ${undoing.failure?.summary ?? undoing.state}`
  if (state === 'pending') return ''
  if (state === 'undone') return 'taken back'
  if (state === 'live' && wasLeft(run)) return 'not finished'
  if (isPaused(run) && state === 'live') return 'rests until a release'
  if (state === 'live' && run.phase === 'asking') return 'waits for people'
  const tries = attempt > 1 ? `attempt ${attempt}` : ''
  return [tries, outcomeOf(run, step)].filter((part) => part !== '').join(' · ')
}

/** A step that was live when the run was given up or turned around is not live any more. */
function wasLeft(run: Run): boolean {
  return hasEnded(run) || run.rollingBack
}

function cardStatus(run: Run, step: Step): CardStatus {
  const { state } = progressOf(run, step.id)
  if (run.undoing?.step === step.id) return run.undoing.state === 'live' ? 'in_progress' : 'error'
  switch (state) {
    case 'live':
      return wasLeft(run) || run.phase === 'asking' || isPaused(run) ? 'pending' : 'in_progress'
    case 'failed':
    case 'uncertain':
      return 'error'
    case 'pending':
      return 'pending'
    default:
      return 'complete'
  }
}
