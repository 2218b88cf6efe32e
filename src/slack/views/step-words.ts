import { formatBytes, formatCount, formatShare } from '../../model/amount.ts'
import { formatMs } from '../../model/duration.ts'
import type { Progress } from '../../model/ports.ts'
import { actedMs, progressOf, type Run, type StepProgress } from '../../model/run.ts'
import type { Step } from '../../model/step.ts'

/** The host a step acts on, if it acts on one. */
export function hostOf(step: Step): string | undefined {
  return 'act' in step ? step.act.on : undefined
}

/** Where a hold stops a run whose step acts. Whether an action has parts to rest between shows only when it does. */
export function stopWords(step: Step, title: string): string {
  if ('act' in step && step.act.do === 'action') return `stops between two parts of ${title}, or after it`
  if ('act' in step && step.act.do === 'job' && step.act.pausable) return `stops in the middle of ${title}`
  return `stops after ${title}`
}

/** Title of a step by its id; the id itself for a step the plan does not have. */
export function titleOf(run: Run, id: string): string {
  return run.plan.steps.find((step) => step.id === id)?.title ?? id
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** How long the act of a step took, waiting for people left out. Undefined while it is not over. */
export function tookMs(progress: StepProgress): number | undefined {
  return progress.endedAt === undefined ? undefined : actedMs(progress, progress.endedAt)
}

/** `12 min · 20,000 rows copied`: what is worth knowing of a step that is over, in one line. */
export function outcomeOf(run: Run, step: Step): string {
  const progress = progressOf(run, step.id)
  const took = tookMs(progress)
  const reason = progress.state === 'skipped' ? `skipped: ${progress.note ?? 'no reason given'}` : progress.note
  const parts = [
    took === undefined || progress.state === 'skipped' || step.kind === 'gate' ? undefined : formatMs(took),
    progress.failure?.summary,
    ...(progress.failure ? [] : progress.evidence.map(({ summary }) => summary)),
    reason,
  ]
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

/** `12,400 of 20,000 rows (62 %)`, or `12,400 rows` while the total is not known. */
export function amountOf({ done, total, unit }: Progress): string {
  const bytes = unit === 'bytes' || unit === 'B'
  const amount = (count: number) => (bytes ? formatBytes(count) : formatCount(count))
  const tail = bytes ? '' : ` ${unit}`
  if (total === undefined || total <= 0) return `${amount(done)}${tail}`
  return `${amount(done)} of ${amount(total)}${tail} (${formatShare(done, total)})`
}

/** `██████░░░░`: a bar of 20 cells, or nothing while the total is not known. */
export function barOf({ done, total }: Progress): string | undefined {
  if (total === undefined || total <= 0) return undefined
  const full = Math.floor(Math.min(1, Math.max(0, done / total)) * 20)
  return `${'█'.repeat(full)}${'░'.repeat(20 - full)}`
}
