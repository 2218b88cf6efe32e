import type { CheckCall, Evidence, Outcome } from '../../src/model/check.ts'
import type { Command } from '../../src/model/command.ts'
import { decide } from '../../src/model/decide.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { evolve } from '../../src/model/evolve.ts'
import { digest, type Json } from '../../src/model/json.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Person, Run } from '../../src/model/run.ts'
import type { Step } from '../../src/model/step.ts'

/** The instant of every sample that does not care. */
export const AT = '2026-11-02T09:00:00.000Z'

/** Of samples that are scheduled. */
export const STARTS_AT = '2026-11-02T10:00:00.000Z'

export const STARTER: Person = { id: 'U0', roles: ['dba'] }
export const DBA: Person = { id: 'U1', roles: ['dba'] }
export const OWNER: Person = { id: 'U2', roles: ['owner'] }
export const BOTH: Person = { id: 'U3', roles: ['dba', 'owner'] }
export const NOBODY: Person = { id: 'U4', roles: [] }

/** A plan around steps that were made by hand. */
export function samplePlan(
  steps: readonly Step[],
  more: { migration?: string; params?: Json; locks?: readonly string[] } = {},
): Plan {
  const { migration = 'sample', params = {}, locks = [] } = more
  const body = { migration, params, roles: ['dba', 'owner'], steps, locks }
  return { ...body, digest: digest(body) }
}

export const ROWS: CheckCall = { check: 'rows', version: 1, title: 'Rows', args: {} }

/** What the sample check found. */
export function rows(count: number, outcome: Outcome = 'pass', more: Partial<Evidence> = {}): Evidence {
  const summary = `${count} rows.`
  return { check: 'rows', title: 'Rows', measuredAt: AT, outcome, summary, values: { rows: count }, ...more }
}

export function start(plan: Plan, channel = 'C1', by: Person = STARTER): Extract<Command, { type: 'start' }> {
  return { type: 'start', plan, channel, by }
}

/** The run and its events after commands; a refusal is thrown. */
export function play(commands: readonly Command[]): { readonly run: Run; readonly events: readonly RunEvent[] } {
  let run: Run | undefined
  const events: RunEvent[] = []
  for (const command of commands) {
    const next = send(run, command)
    run = next.run
    events.push(...next.events)
  }
  if (!run) throw new Error('nothing was started')
  return { run, events }
}

/** The run after one command, as a journal would have it, with what the command caused. */
export function send(
  run: Run | undefined,
  command: Command,
  at = AT,
): { readonly run: Run | undefined; readonly events: readonly RunEvent[] } {
  const { actor, events } = decide(run, command, at)
  const first = (run?.seq ?? 0) + 1
  const numbered = events.map((body, index): RunEvent => ({ ...body, seq: first + index, at, actor, version: 1 }))
  return { run: numbered.reduce(fold, run), events: numbered }
}

/** One event further. */
export function fold(run: Run | undefined, event: RunEvent): Run {
  return { ...evolve(run, event), id: 'm7f3xq' }
}

/** The names of events, with their step: what a history looks like at a glance. */
export function names(events: readonly RunEvent[]): readonly string[] {
  return events.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type))
}
