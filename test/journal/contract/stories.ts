import type { Evidence } from '../../../src/model/check.ts'
import type { Command } from '../../../src/model/command.ts'
import { gate, manual, remote, undoWith } from '../../../src/model/make-step.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { Person } from '../../../src/model/run.ts'
import { sh } from '../../../src/model/shell.ts'
import { DBA, OWNER, ROWS, rows, STARTER, samplePlan } from '../../model/sample.ts'

/** Ask, then copy: a gate for two roles and a step that can be taken back. */
export function movePlan(more: { params?: Plan['params']; locks?: readonly string[]; migration?: string } = {}): Plan {
  const ask = gate('ask', { approvals: { dba: 1, owner: 1 }, shows: [ROWS] })
  const copy = remote('copy', { on: 'old', run: sh`copy`, timeout: '5m', undo: undoWith('old', sh`remove`) })
  return samplePlan([ask, copy], more)
}

/** One thing to do by hand. */
export function handPlan(more: { params?: Plan['params']; locks?: readonly string[]; migration?: string } = {}): Plan {
  return samplePlan([manual('plug', { instructions: 'Plug it in.', undo: 'nothing' })], more)
}

export function measured(revision: number, confirming = false, evidence: readonly Evidence[] = [rows(10)]): Command {
  return { type: 'measured', step: 'ask', attempt: 1, revision, confirming, evidence, hostKeys: {} }
}

export function approve(by: Person, role: string): Command {
  return { type: 'approve', step: 'ask', revision: 1, by, role, via: 'button' }
}

export function hold(by: Person = STARTER): Command {
  return { type: 'hold', by, reason: 'The disk is nearly full.' }
}

export const copied = copiedAs('copy', 1)

export function copiedAs(step: string, attempt: number): Command {
  return { type: 'succeeded', step, attempt, outputs: { rows: 10 }, evidence: [] }
}

export const done: Command = { type: 'done', by: STARTER, note: 'Plugged in.' }

export const abort: Command = { type: 'abort', by: STARTER, reason: 'Wrong server.' }

/** Everything between the start of `movePlan` and the copy. */
export const UNTIL_COPY: readonly Command[] = [
  measured(0),
  approve(DBA, 'dba'),
  approve(OWNER, 'owner'),
  measured(1, true),
]
