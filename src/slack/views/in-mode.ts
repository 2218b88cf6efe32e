import type { RunEvent } from '../../model/event.ts'
import type { Gate, Run } from '../../model/run.ts'
import type { Card, RunView } from './card.ts'
import * as closed from './closed-gate-card.ts'
import * as driver from './driver-card.ts'
import * as failure from './failure-card.ts'
import * as gate from './gate-card.ts'
import { inMode } from './mode-mark.ts'
import * as note from './notice.ts'
import * as preflight from './preflight-note.ts'
import * as remind from './reminder.ts'
import * as runs from './run-card.ts'
import * as line from './thread-line.ts'
import * as watch from './watch-card.ts'

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

export function preflightNote(run: Run, event: RunEvent & { type: 'preflighted' }): Card | undefined {
  const said = preflight.preflightNote(run, event)
  return said && inMode(run, said)
}

export function driverCard(run: Run, told: string): Card | undefined {
  const said = driver.driverCard(run, told)
  return said && inMode(run, said)
}

export function watchCard(run: Run, event: RunEvent, view: RunView, told: string): Card | undefined {
  const said = watch.watchCard(run, event, view, told)
  return said && inMode(run, said)
}
