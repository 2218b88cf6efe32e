import { formatBytes, formatCount } from '../../src/model/amount.ts'
import type { Progress } from '../../src/model/ports.ts'
import { liveStep, type Run } from '../../src/model/run.ts'

/** What a run does right now, in one line. */
export function progressText(run: Run, progress: Progress | undefined, stall: string | undefined): string {
  const step = liveStep(run)?.title ?? run.status
  if (stall !== undefined) return `${step}: ${stall}`
  if (!progress) return step
  const amount = (value: number) => (progress.unit === 'bytes' ? formatBytes(value) : formatCount(value))
  const unit = progress.unit === 'bytes' ? '' : ` ${progress.unit}`
  const of = progress.total === undefined ? '' : ` of ${amount(progress.total)}`
  const note = progress.note === undefined ? '' : `, ${progress.note}`
  return `${step}: ${amount(progress.done)}${of}${unit}${note}`
}
