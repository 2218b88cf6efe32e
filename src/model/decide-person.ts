import { mayOrRefuse } from './authority.ts'
import type { Click, PersonCommand } from './command.ts'
import { adopt } from './decide-adopt.ts'
import { abort, rollback } from './decide-leaving.ts'
import { attend, refuseBeforeItBegins } from './decide-schedule.ts'
import { done, hold, release, resolve, retry, skip } from './decide-steering.ts'
import type { EventBody } from './event.ts'
import { isApproved, judge } from './gate.ts'
import { drive } from './handover.ts'
import { refuseWhileChanged } from './plan-hold.ts'
import { liftForRun, lifts } from './rules.ts'
import { type Gate, hasEnded, liveStep, progressOf, type Run } from './run.ts'
import type { Step } from './step.ts'
import { bare, refuse } from './user-error.ts'
import { watch } from './watching.ts'

type After<Type extends PersonCommand['type']> = Extract<PersonCommand, { type: Type }>
type Steer = Exclude<PersonCommand, { type: 'start' }>

/** Stopping the jobs may take long when a host is away, so people come and go meanwhile. */
const WHILE_ABORTING: readonly Steer['type'][] = ['abort', 'drive', 'watch', 'unwatch']

/** What a person's command changes. Throws a UserError when a rule stands in the way; then nothing changed. */
export function decideForPerson(run: Run, command: Steer, at: string): readonly EventBody[] {
  if (hasEnded(run))
    refuse(
      'run-ended',
      `Run ${run.id} has ended (${run.status}). Nothing changes any more; /migrate status ${run.id} shows it.`,
    )
  if (run.aborting && !WHILE_ABORTING.includes(command.type)) {
    refuse(
      'being-aborted',
      `${run.id} is being aborted (${bare(run.aborting.reason)}). /migrate why ${run.id} says what it waits for.`,
    )
  }
  refuseBeforeItBegins(run, command)
  refuseWhileChanged(run, command.type)
  switch (command.type) {
    case 'adopt':
      return adopt(run, command)
    case 'attend':
      return attend(run, command)
    case 'drive':
      return drive(run, command)
    case 'watch':
    case 'unwatch':
      return watch(run, command)
    case 'approve':
    case 'deny':
      return click(run, command, at)
    case 'withdraw':
      return withdraw(run, command)
    default:
      refuseStaleCard(run, command)
      if (!('override' in command) || !lifts(command)) mayOrRefuse(run, command.by, command.type, command.rules)
      return steerByRules(run, command, at)
  }
}

/** What is closed is looked at last: whoever has nothing to release should hear that. */
function steerByRules(run: Run, command: Parameters<typeof steer>[1], at: string): readonly EventBody[] {
  const events = steer(run, command, at)
  const { type } = command
  return type === 'release' || type === 'retry' || type === 'rollback'
    ? [...liftForRun(run, command), ...events]
    : events
}

function steer(
  run: Run,
  command: Exclude<Steer, Click | { type: 'withdraw' | 'attend' | 'drive' | 'watch' | 'unwatch' | 'adopt' }>,
  at: string,
): readonly EventBody[] {
  switch (command.type) {
    case 'refresh':
      return refresh(run, command)
    case 'hold':
      return hold(run, command)
    case 'release':
      return release(run, command, at)
    case 'retry':
      return retry(run)
    case 'skip':
      return skip(run, command)
    case 'done':
      return done(run, command)
    case 'resolve':
      return resolve(run, command)
    case 'rollback':
      return rollback(run, command)
    case 'abort':
      return abort(run, command)
  }
}

/** A card shows one attempt; what it asks for is not done to another one that came since. */
function refuseStaleCard(run: Run, command: Steer): void {
  if (!('shown' in command) || command.shown === undefined || command.type === 'hold' || command.type === 'abort')
    return
  const { step, attempt } = command.shown
  const now = run.undoing ?? { step: liveStep(run)?.id, attempt: progressOf(run, liveStep(run)?.id ?? '').attempt }
  if (now.step === step && now.attempt === attempt) return
  refuse(
    'old-card',
    `${run.id} has moved on since this card: ${step} is over. Nothing was done; the newest card shows ${now.step ?? 'the end'}.`,
  )
}

function click(run: Run, command: Click, at: string): readonly EventBody[] {
  const { step, gate } = openGate(run, command)
  const decision = judge(run, step, gate, command, at)
  const { revision } = gate
  const decided: EventBody = { type: 'decided', step: step.id, revision, decision }
  if (decision.verdict === 'deny')
    return [decided, { type: 'gate-denied', step: step.id, revision, reason: decision.reason ?? '' }]
  const lifted = liftForRun(run, command)
  const complete = isApproved(step, { ...gate, decisions: [...gate.decisions, decision] })
  return complete ? [...lifted, decided, { type: 'gate-approved', step: step.id, revision }] : [...lifted, decided]
}

function openGate(run: Run, card: { step: string; revision: number }): { step: Step; gate: Gate } {
  const { gate } = run
  const step = liveStep(run)
  if (!gate && card.revision === 0)
    refuse('gate-closed', `${run.id} is not waiting for a decision. /migrate why ${run.id} says what it waits for.`)
  if (!gate || !step || gate.step !== card.step) {
    refuse(
      'gate-closed',
      `${card.step} is not waiting for a decision any more. /migrate why ${run.id} says what ${run.id} waits for now.`,
    )
  }
  if (gate.revision !== card.revision)
    refuse('old-card', 'The checks were measured again after this message. Read the newest card and decide there.')
  return { step, gate }
}

function withdraw(run: Run, command: After<'withdraw'>): readonly EventBody[] {
  const { step, gate } = openGate(run, command)
  const mine = gate.decisions.find(({ person }) => person === command.by.id)
  if (!mine) refuse('nothing-to-withdraw', `You have not approved ${step.id}, so there is nothing to withdraw.`)
  return [{ type: 'withdrawn', step: step.id, revision: gate.revision, person: mine.person, role: mine.role }]
}

function refresh(run: Run, command: After<'refresh'>): readonly EventBody[] {
  const { step, gate } = openGate(run, command)
  return run.phase === 'asking' ? [{ type: 'refresh-asked', step: step.id, revision: gate.revision }] : []
}
