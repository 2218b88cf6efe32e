import type { Command, PersonCommand, Report } from './command.ts'
import { decideForPerson } from './decide-person.ts'
import { decideReport } from './decide-report.ts'
import { refuseInstant } from './decide-schedule.ts'
import { DROVER, type EventBody } from './event.ts'
import { startOrRefuse } from './rules.ts'
import { hasEnded, type Run } from './run.ts'
import { UserError } from './user-error.ts'

/** Events that one command causes, with who caused them. Empty when the command is stale or repeated. */
export interface Caused {
  readonly actor: string
  readonly events: readonly EventBody[]
}

/**
 * What a command does to a run. A report of the engine that does not name the live step and attempt gives no events. A
 * person's command that cannot be done throws a UserError with the next command in it. `at` is the instant of the command.
 */
export function decide(run: Run | undefined, command: Command, at: string): Caused {
  if (command.type === 'start') return start(run, command, at)
  if (!run) throw new UserError('no-such-run', 'There is no such run. /migrate status lists the runs of this channel.')
  if (isReport(command)) return { actor: DROVER, events: hasEnded(run) ? [] : decideReport(run, command, at) }
  return { actor: command.by.id, events: decideForPerson(run, command, at) }
}

/** Reports come from the engine and carry no person. */
export function isReport(command: Command): command is Report {
  return !('by' in command)
}

function start(run: Run | undefined, command: PersonCommand & { type: 'start' }, at: string): Caused {
  const { plan, channel, by, startsAt } = command
  const first = plan.steps[0]
  if (run || !first) return { actor: by.id, events: [] }
  if (startsAt !== undefined) refuseInstant(startsAt, at)
  const lifted = startOrRefuse(command)
  if (startsAt !== undefined) return { actor: by.id, events: [{ type: 'started', plan, channel, startsAt }, ...lifted] }
  return {
    actor: by.id,
    events: [{ type: 'started', plan, channel }, ...lifted, { type: 'step-started', step: first.id, attempt: 1 }],
  }
}
