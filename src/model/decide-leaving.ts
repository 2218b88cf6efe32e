import type { PersonCommand } from './command.ts'
import type { EventBody } from './event.ts'
import { nextUndo, passedNoReturn } from './next.ts'
import { liveStep, type Run } from './run.ts'
import { isActing, isPaused } from './status.ts'
import { refuse } from './user-error.ts'

type After<Type extends PersonCommand['type']> = Extract<PersonCommand, { type: Type }>

/** Takes the run back. An act that rests is ended on its host before anything is undone. */
export function rollback(run: Run, { reason }: After<'rollback'>): readonly EventBody[] {
  if (!reason.trim())
    refuse('reason-missing', `Say why, it stays in the record: /migrate rollback ${run.id} reason="…"`)
  if (run.rollingBack)
    refuse('already-rolling-back', `${run.id} is already rolling back. /migrate why ${run.id} says where it is.`)
  const gone = passedNoReturn(run)
  if (gone)
    refuse(
      'past-no-return',
      `${run.id} is past the point of no return (${gone}), so it cannot be rolled back. What it changed stays; /migrate steps ${run.id} lists it.`,
    )
  if (isActing(run))
    refuse(
      'still-acting',
      `${liveStep(run)?.id} is still running. /migrate hold ${run.id} reason="…" stops the run after it; then roll back.`,
    )
  if (run.status === 'uncertain')
    refuse(
      'uncertain-first',
      `Nobody knows yet whether ${liveStep(run)?.id} ran. Look at the host, then /migrate resolve ${run.id} succeeded or failed; then roll back.`,
    )
  const asked: EventBody = { type: 'rollback-asked', reason: reason.trim() }
  return isPaused(run) ? [asked] : [asked, ...nextUndo(run)]
}

/** A second abort while jobs are still being stopped ends the run at once and says what may be left behind. */
export function abort(run: Run, { reason }: After<'abort'>): readonly EventBody[] {
  if (!reason.trim()) refuse('reason-missing', `Say why, it stays in the record: /migrate abort ${run.id} reason="…"`)
  if (run.aborting)
    return [{ type: 'aborted', reason: `${run.aborting.reason} (jobs on the hosts were not seen to stop)` }]
  return [{ type: 'abort-asked', reason: reason.trim() }]
}
