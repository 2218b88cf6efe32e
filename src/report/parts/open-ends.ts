import { hasEnded, progressOf, type Run } from '../../model/run.ts'
import { show } from '../../model/shell.ts'
import { effectOf, type Step, undoOf } from '../../model/step.ts'
import type { OpenEnd } from '../report.ts'
import type { Story } from './source.ts'

/** What an ended run left behind: steps that never ran or were passed over, and changes that still stand. */
export function openEndsOf(story: Story): readonly OpenEnd[] {
  const { run } = story
  if (!hasEnded(run)) return []
  return run.plan.steps.flatMap((step) => {
    const words = wordsFor(run, step, story)
    if (words === undefined) return []
    const { endedAt, startedAt } = progressOf(run, step.id)
    return [{ step: step.id, title: step.title, words, since: endedAt ?? startedAt }]
  })
}

function wordsFor(run: Run, step: Step, { nameOf }: Story): string | undefined {
  const { state, by, note, firstActedAt } = progressOf(run, step.id)
  if (state === 'skipped' && by !== undefined)
    return `Skipped by ${nameOf(by)}: ${note ?? ''} What it was to do is still to be done, or to be given up.`
  if (run.status === 'succeeded' || state === 'skipped') return undefined
  if (state === 'undone') return undefined
  if (firstActedAt !== undefined && leavesSomething(step)) return `${stateWords(state)} ${undoWords(step)}`
  return state === 'pending' && run.status === 'aborted' && effectOf(step) !== 'read-only'
    ? 'Never ran. It left nothing behind.'
    : undefined
}

function stateWords(state: string): string {
  if (state === 'succeeded') return 'Was done, and stands as it is.'
  return 'Began and did not end well: what it did is not known to be whole.'
}

function leavesSomething(step: Step): boolean {
  return undoOf(step) !== 'nothing' && effectOf(step) !== 'read-only'
}

function undoWords(step: Step): string {
  const undo = undoOf(step)
  if (undo === 'none') return 'It cannot be taken back.'
  if (undo === 'nothing') return 'There is nothing to take back.'
  if (undo.do === 'manual') return `To take it back by hand: ${undo.instructions}`
  if (undo.do === 'stop') return `To take it back, end the job of ${undo.jobOf} on ${undo.on}.`
  return `To take it back, on ${undo.on}: ${show(undo.run)}`
}
