import type { Command } from '../../src/model/command.ts'
import { gate, manual, remote, soak, undoWith, wait } from '../../src/model/make-step.ts'
import type { Person } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import type { Undo } from '../../src/model/step.ts'
import { ROWS, rows, STARTER } from './sample.ts'

/** A job that can be taken back, unless told otherwise. */
export function job(id: string, undo: Undo = undoWith('old', sh`undo`)) {
  return remote(id, { on: 'old', run: sh`work`, timeout: '5m', undo })
}

export const ASK = gate('ask', { approvals: { dba: 1 }, shows: [ROWS] })
export const REST = wait('rest', '5m')
export const WATCH = soak('watch', ROWS, { every: '1m', timeout: '1h' })
export const PLUG = manual('plug', { instructions: 'Pull it.', undo: 'nothing' })
export const BY_HAND: Undo = { do: 'manual', instructions: 'Put it back.', roles: ['owner'] }

export function succeeded(step: string, attempt = 1): Command {
  return { type: 'succeeded', step, attempt, outputs: {}, evidence: [] }
}

export function failed(step: string, attempt = 1): Command {
  return { type: 'failed', step, attempt, failure: { summary: 'It broke.' }, evidence: [] }
}

export function lost(step: string, attempt = 1): Command {
  return { type: 'lost', step, attempt, failure: { summary: 'The job is gone.' } }
}

export function undone(step: string, attempt = 1): Command {
  return { type: 'undone', step, attempt }
}

export function undoFailed(step: string, uncertain = false): Command {
  return { type: 'undo-failed', step, attempt: 1, failure: { summary: 'It broke.' }, uncertain }
}

export function measured(step: string, revision: number, confirming = false, count = 10): Command {
  return { type: 'measured', step, attempt: 1, revision, confirming, evidence: [rows(count)], hostKeys: {} }
}

/** A hold, skip, rollback or abort; with a reason unless told otherwise. */
export function ask(type: 'hold' | 'skip' | 'rollback' | 'abort', by: Person = STARTER, reason = 'Because.'): Command {
  return { type, by, reason }
}

export function release(by: Person = STARTER): Command {
  return { type: 'release', by }
}

export function retry(by: Person = STARTER): Command {
  return { type: 'retry', by }
}

export function resolve(outcome: 'succeeded' | 'failed', reason = 'I looked.'): Command {
  return { type: 'resolve', by: STARTER, outcome, reason }
}

export function done(by: Person = STARTER): Command {
  return { type: 'done', by, note: 'Done.' }
}
