import { chained, GENESIS } from '../../src/journal/chain.ts'
import type { Command } from '../../src/model/command.ts'
import { decide } from '../../src/model/decide.ts'
import type { EventBody, RunEvent } from '../../src/model/event.ts'
import type { ChainedEvent, Timing } from '../../src/model/journal.ts'
import { check, gate, remote, undoWith } from '../../src/model/make-step.ts'
import type { Plan } from '../../src/model/plan.ts'
import { refusalOf } from '../../src/model/refusal.ts'
import type { Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { UserError } from '../../src/model/user-error.ts'
import type { Source } from '../../src/report/parts/source.ts'
import { DBA, fold, OWNER, ROWS, rows, STARTER, samplePlan, start } from '../model/sample.ts'

const NAMES: Readonly<Record<string, string>> = { U0: 'Anna', U1: 'Ben', U2: 'Chioma' }

/** A disk check, a gate, a copy that can be taken back, and a count. */
export function smallPlan(more: Parameters<typeof samplePlan>[1] = {}): Plan {
  return samplePlan(
    [
      check('disk', ROWS),
      gate('go', { approvals: { dba: 1, owner: 1 }, shows: [ROWS] }),
      remote('copy', { on: 'new', run: sh`copy -- ${'cht'}`, timeout: '5m', undo: undoWith('new', sh`remove`) }),
      check('counts', ROWS),
    ],
    { migration: 'move-box', params: { source: 'old', target: 'new', password: 'pg-source' }, ...more },
  )
}

/** A command and the minutes that pass before it. A refusal is written down, as a journal does. */
export type Beat = readonly [minutes: number, command: Command]

/** The chained history of a run, as a journal would have it. */
export function historyOf(plan: Plan, beats: readonly Beat[]): { run: Run; history: readonly ChainedEvent[] } {
  let atMs = Date.parse('2026-11-02T09:00:00.000Z')
  let run: Run | undefined
  const history: ChainedEvent[] = []
  for (const [minutes, command] of [[0, start(plan)] as const, ...beats]) {
    atMs += minutes * 60_000
    const at = new Date(atMs).toISOString()
    const { actor, events } = caused(run, command, at)
    for (const body of events) {
      const event: RunEvent = { ...body, seq: (run?.seq ?? 0) + 1, at, actor, version: 1 }
      const { prev_hash: previousHash, hash } = chained('m7f3xq', event, history.at(-1)?.hash ?? GENESIS)
      history.push({ event, previousHash, hash })
      run = fold(run, event)
    }
  }
  if (!run) throw new Error('nothing was started')
  return { run, history }
}

function caused(
  run: Run | undefined,
  command: Command,
  at: string,
): { readonly actor: string; readonly events: readonly EventBody[] } {
  try {
    return decide(run, command, at)
  } catch (error) {
    const refusal = error instanceof UserError ? refusalOf(command, error) : undefined
    if (!refusal) throw error
    return { actor: refusal.actor, events: [refusal.event] }
  }
}

/** What a report of this history is made of. */
export function sourceOf(history: readonly ChainedEvent[], more: Partial<Source> = {}): Source {
  return {
    runId: 'm7f3xq',
    history,
    timings: [],
    modes: {},
    now: '2026-11-02T15:00:00.000Z',
    nameOf: (id) => NAMES[id] ?? id,
    ...more,
  }
}

export const EARLIER: readonly Timing[] = [
  { migration: 'move-box', run: 'aaaaaa', step: 'disk', actedMs: 30_000 },
  { migration: 'move-box', run: 'aaaaaa', step: 'copy', actedMs: 8 * 60_000 },
  { migration: 'move-box', run: 'bbbbbb', step: 'disk', actedMs: 50_000 },
  { migration: 'move-box', run: 'bbbbbb', step: 'copy', actedMs: 10 * 60_000 },
]

const disk = (freeBytes: number, measuredAt: string) =>
  rows(0, 'pass', {
    check: 'disk-free',
    title: 'Disk of new',
    summary: `new has ${freeBytes / 1e9} GB free.`,
    values: { 'free /': freeBytes },
    tolerance: { 'free /': { percent: 5 } },
    measuredAt,
  })

export function measured(revision: number, count: number, confirming = false): Command {
  const evidence = [rows(count, 'pass', { tolerance: { rows: { absolute: 0 } } })]
  return { type: 'measured', step: 'go', attempt: 1, revision, confirming, evidence, hostKeys: { new: 'SHA256:abc' } }
}

export function approve(by: typeof DBA, role: string, revision = 1): Command {
  return { type: 'approve', step: 'go', revision, by, role, via: 'button' }
}

export const succeeded = (step: string, attempt = 1, more: Partial<Command & { type: 'succeeded' }> = {}): Command => ({
  type: 'succeeded',
  step,
  attempt,
  outputs: {},
  evidence: [],
  ...more,
})

export const DISK_DONE = succeeded('disk', 1, { evidence: [disk(40e9, '2026-11-02T09:01:00.000Z')] })

/** A gate whose approval falls and is given again, a refusal, a failed copy, a hold. */
export const EVENTFUL: readonly Beat[] = [
  [1, DISK_DONE],
  [0.2, measured(0, 10)],
  [20, approve(STARTER, 'dba')],
  [5, approve(DBA, 'dba')],
  [180, approve(OWNER, 'owner')],
  [0.1, measured(1, 11, true)],
  [0.2, measured(1, 11)],
  [2, approve(DBA, 'dba', 2)],
  [1, approve(OWNER, 'owner', 2)],
  [0.1, measured(2, 11, true)],
  [0.1, succeeded('go')],
  [4, { type: 'failed', step: 'copy', attempt: 1, failure: { summary: 'The disk of new was full.' }, evidence: [] }],
  [12, { type: 'retry', by: STARTER }],
]

export const COPIED = succeeded('copy', 2, { outputs: { rows: 20_000, sentBytes: 1_400_000_000 } })

/** From a start to a good end. */
export const GOOD_END: readonly Beat[] = [
  ...EVENTFUL,
  [9, COPIED],
  [1, succeeded('counts', 1, { evidence: [rows(11), disk(25e9, '2026-11-02T13:00:00.000Z')] })],
]

/** From a start to a run that was taken back. */
export const TAKEN_BACK: readonly Beat[] = [
  ...EVENTFUL,
  [9, COPIED],
  [0.5, { type: 'hold', by: DBA, reason: 'The counts look odd.' }],
  [1, { type: 'failed', step: 'counts', attempt: 1, failure: { summary: '9 rows.' }, evidence: [rows(9, 'fail')] }],
  [3, { type: 'rollback', by: STARTER, reason: 'Two rows are missing.' }],
  [2, { type: 'undone', step: 'copy', attempt: 1 }],
]
