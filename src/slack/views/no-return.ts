import { passedNoReturn } from '../../model/next.ts'
import { hasEnded, progressOf, type Run } from '../../model/run.ts'
import { undoOf } from '../../model/step.ts'
import { type Md, md } from './mrkdwn.ts'
import { counted } from './step-words.ts'

/** How far away the first step is that cannot be taken back. */
export function noReturnWords(run: Run): Md {
  const passed = passedNoReturn(run)
  if (passed) return md`passed (${passed})`
  const index = run.plan.steps.findIndex(
    (step) => undoOf(step) === 'none' && progressOf(run, step.id).state !== 'skipped',
  )
  const step = run.plan.steps[index]
  if (!step) return md`none, every step can be taken back`
  if (hasEnded(run) || run.rollingBack) return md`not reached (${step.id})`
  const away = index - run.at
  return away <= 0 ? md`this step (${step.id})` : md`${counted(away, 'step')} away (${step.id})`
}
