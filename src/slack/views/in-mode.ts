import type { RunEvent } from '../../model/event.ts'
import type { Gate, Run } from '../../model/run.ts'
import type { Card, RunView } from './card.ts'
import * as closed from './closed-gate-card.ts'
import * as failure from './failure-card.ts'
import * as gate from './gate-card.ts'
import { inMode } from './mode-mark.ts'
import * as note from './notice.ts'
import * as remind from './reminder.ts'
import * as runs from './run-card.ts'
import * as line from './thread-line.ts'

/** Every card about a run goes through here, so that nobody takes a rehearsal for production. */
export const runCard = (view: RunView): Card => inMode(view.run, runs.runCard(view))

export const gateCard = (run: Run, open: Gate, view: RunView): Card => inMode(run, gate.gateCard(run, open, view))

export const closedGateCard = (run: Run, shut: closed.ClosedGate, why: string): Card =>
  inMode(run, closed.closedGateCard(run, shut, why))

export const failureCard = (run: Run, view: RunView): Card => inMode(run, failure.failureCard(run, view))

export const reminder = (run: Run, event: RunEvent & { type: 'gate-reminded' }): Card =>
  inMode(run, remind.reminder(run, event))

export function notice(run: Run, event: RunEvent, view: RunView): Card | undefined {
  const said = note.notice(run, event, view)
  return said && inMode(run, said)
}

export function threadLine(run: Run, event: RunEvent, view: RunView): Card | undefined {
  const said = line.threadLine(run, event, view)
  return said && inMode(run, said)
}
