import { z } from 'zod'
import { missingApprovals } from '../../src/model/gate.ts'
import { owed } from '../../src/model/owed.ts'
import { hasEnded, liveStep, progressOf, type Run } from '../../src/model/run.ts'

/** What a bot tells of a run: enough for people to know what they are asked for. */
export const Sight = z.object({
  run: z.string(),
  channel: z.string(),
  seq: z.int(),
  status: z.string(),
  step: z.string(),
  hasEnded: z.boolean(),
  /** What people are asked for, if anything. */
  asks: z.string().optional(),
  /** Roles whose approval is missing. */
  missing: z.array(z.string()),
  /** Name of the job that the step has, or its undo. */
  job: z.string(),
})
export type Sight = z.infer<typeof Sight>

export function sightOf(run: Run): Sight {
  const { id, channel, seq, status, gate } = run
  const step = liveStep(run)
  const due = owed(run)
  return {
    run: id,
    channel,
    seq,
    status,
    step: step?.id ?? '',
    hasEnded: hasEnded(run),
    ...(due?.do === 'ask' && { asks: due.what }),
    missing: step && gate ? Object.keys(missingApprovals(step, gate)) : [],
    job: jobName(run),
  }
}

function jobName(run: Run): string {
  const step = liveStep(run)?.id ?? ''
  return run.undoing
    ? `${run.id}-${step}-undo-${run.undoing.attempt}`
    : `${run.id}-${step}-${progressOf(run, step).attempt}`
}
