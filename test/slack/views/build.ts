import { z } from 'zod'
import type { CheckCall, Evidence } from '../../../src/model/check.ts'
import type { Command } from '../../../src/model/command.ts'
import { decide } from '../../../src/model/decide.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { evolve } from '../../../src/model/evolve.ts'
import { defineMigration } from '../../../src/model/migration.ts'
import { type Plan, planOf } from '../../../src/model/plan.ts'
import { type Failure, liveStep, type Person, progressOf, type Run } from '../../../src/model/run.ts'
import { sh } from '../../../src/model/shell.ts'
import type { Step, Undo } from '../../../src/model/step.ts'
import type { Block, Card, RunView } from '../../../src/slack/views/card.ts'

export const ANNA: Person = { id: 'U0ANNA', roles: [] }
export const DAN: Person = { id: 'U0DAN', roles: ['dba'] }
export const OLGA: Person = { id: 'U0OLGA', roles: ['data-owner'] }
export const START = '2026-11-21T03:00:00.000Z'
export const HEAD = '3f2a91c0d4e5b6a7'

/** A check call that shows the rows of the tables. */
export function rowsOf(title = 'Rows of cht'): CheckCall {
  return { check: 'row-counts', version: 1, title, args: {} }
}

/** A step that runs a job on new-pg. */
export function remote(id: string, title: string, more: Partial<Extract<Step, { kind: 'remote' }>> = {}): Step {
  const job = { do: 'job', on: 'new-pg', run: sh`true ${id}`, files: {}, background: false } as const
  return { kind: 'remote', id, title, act: job, repeatable: false, undo: job, timeoutMs: 60_000, ...more }
}

/** Six steps: a look, a gate, a copy, a cutover by hand, a verification, and a drop. */
export function smallSteps(): readonly Step[] {
  const approvals = { dba: 1, 'data-owner': 1 }
  return [
    {
      kind: 'check',
      id: 'disk',
      title: 'Look at the disk of new-pg',
      check: { ...rowsOf('Disk'), check: 'disk-free' },
    },
    { kind: 'gate', id: 'go', title: 'Go or no-go', gate: { approvals, shows: [rowsOf()] } },
    remote('copy-tables', 'Copy the tables'),
    {
      kind: 'manual',
      id: 'cutover',
      title: 'Point users at new-pg',
      instructions: 'Change the DNS name pg.example.org to new-pg.',
      roles: ['dba'],
      undo: { do: 'manual', instructions: 'Change it back.', roles: ['dba'] },
    },
    { kind: 'check', id: 'verification', title: 'Compare both sides', check: rowsOf('Rows of both sides') },
    dropStep(),
  ]
}

const DROP = { do: 'job', on: 'old-pg', run: sh`dropdb -- ${'cht'}`, files: {}, background: false } as const

/** The last step of the small plan: it drops the source. */
export function dropStep(undo: Undo = 'none'): Step {
  return {
    kind: 'destructive',
    id: 'drop-source-database',
    title: 'Drop the source database',
    destroys: 'the only other copy of cht',
    gate: { approvals: { 'data-owner': 1 }, shows: [rowsOf()], typeToConfirm: 'cht' },
    act: DROP,
    repeatable: false,
    undo,
    timeoutMs: 60_000,
  }
}

/** A plan of these steps. */
export function planFor(steps: readonly Step[], name = 'couch2pg-move'): Plan {
  const migration = defineMigration({
    name,
    summary: 'Move couch2pg and its Postgres data to a new server',
    params: z.strictObject({}),
    roles: ['dba', 'data-owner'],
    steps: () => steps,
  })
  return planOf(migration, {})
}

/** Evidence that passed, a minute after the start. */
export function evidence(more: Partial<Evidence> = {}): Evidence {
  return {
    check: 'row-counts',
    title: 'Rows of cht',
    outcome: 'pass',
    summary: '20,000 rows in 2 tables.',
    values: { doc: 19_000, form: 1000 },
    measuredAt: '2026-11-21T03:01:00.000Z',
    table: {
      rows: [
        ['table', 'rows'],
        ['doc', 19_000],
        ['form', 1000],
      ],
    },
    ...more,
  }
}

/** A run with its events, driven by commands of the real model; each command comes a minute after the one before. */
export class Story {
  run: Run
  events: RunEvent[] = []
  #minute = 0

  constructor(plan: Plan = planFor(smallSteps()), id = 'm7f3xq', startsAt?: string) {
    this.run = this.#apply(undefined, { type: 'start', plan, channel: 'C0OPS', by: ANNA, startsAt }, id)
  }

  tell(command: Command): this {
    this.run = this.#apply(this.run, command, this.run.id)
    return this
  }

  /** The live step ends well. */
  succeeds(found: readonly Evidence[] = []): this {
    return this.tell({ type: 'succeeded', ...this.live(), outputs: {}, evidence: found })
  }

  fails(failure: Failure = FAILURE): this {
    return this.tell({ type: 'failed', ...this.live(), failure, evidence: [] })
  }

  /** The evidence for the live gate comes in. */
  measures(found: readonly Evidence[] = [evidence()]): this {
    const hostKeys = { 'old-pg': 'SHA256:q0ld' }
    return this.tell({
      type: 'measured',
      ...this.live(),
      revision: this.run.revision,
      confirming: this.run.phase === 'confirming',
      evidence: found,
      hostKeys,
    })
  }

  approves(by: Person, role: string, more: { typed?: string; reason?: string } = {}): this {
    return this.tell({ type: 'approve', by, role, via: 'button', ...this.card(), ...more })
  }

  card(): { step: string; revision: number } {
    return { step: this.live().step, revision: this.run.revision }
  }

  live(): { step: string; attempt: number } {
    const step = liveStep(this.run)?.id ?? ''
    return { step, attempt: progressOf(this.run, step).attempt }
  }

  /** The newest event of a type. */
  last(type: RunEvent['type']): RunEvent {
    const event = this.events.findLast((one) => one.type === type)
    if (!event) throw new Error(`no ${type} happened`)
    return event
  }

  view(more: Partial<RunView> = {}): RunView {
    return {
      run: this.run,
      eta: { basis: 'no run of it has finished yet' },
      head: HEAD,
      now: new Date(this.#now()),
      ...more,
    }
  }

  #now(): string {
    return new Date(Date.parse(START) + this.#minute * 60_000).toISOString()
  }

  #apply(before: Run | undefined, command: Command, id: string): Run {
    const at = this.#now()
    this.#minute += 1
    const { actor, events } = decide(before, command, at)
    const run = events.reduce<Run | undefined>((state, body) => {
      const event: RunEvent = { ...body, seq: this.events.length + 1, at, actor, version: 1 }
      this.events.push(event)
      return { ...evolve(state, event), id }
    }, before)
    if (!run) throw new Error('nothing was started')
    return run
  }
}

export const FAILURE: Failure = {
  summary: 'pg_restore ended with code 1.',
  cause: 'The disk of new-pg is full.',
  fix: 'Free 12 GB under /var/lib/postgresql, then Retry.',
  tail: 'pg_restore: processing data for table "doc"\npg_restore: error: No space left on device',
}

/** A run whose go gate asks, at revision 1. */
export function asking(): Story {
  return new Story().succeeds([evidence({ title: 'Disk', summary: '80 GB free.', table: undefined })]).measures()
}

/** A run that copies the tables. */
export function copying(): Story {
  return asking().approves(DAN, 'dba').approves(OLGA, 'data-owner').measures()
}

/** A run that waits for the cutover. */
export function cuttingOver(): Story {
  return copying().succeeds([evidence({ title: 'Copied', summary: '20,000 rows copied.', table: undefined })])
}

/** A run that asks whether the source database may be dropped. */
export function dropping(): Story {
  const done = cuttingOver().tell({ type: 'done', by: DAN, note: 'changed it in the DNS console' })
  return done.succeeds([evidence({ summary: 'Both sides hold 20,000 rows.' })]).measures()
}

/** Every text a reader sees, one a line, with its kind of block; buttons in square brackets. */
export function read(blocks: readonly Block[]): string {
  return blocks.flatMap((block) => textsOf(block)).join('\n')
}

/** The texts of a card's blocks. */
export function readCard({ blocks }: Card): string {
  return read(blocks)
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  const node = { text: undefined, title: undefined, status: undefined, style: undefined, ...value }
  if ('type' in value && value.type === 'button')
    return [`[${textsOf(node.text).join('')}${typeof node.style === 'string' ? ` ${node.style}` : ''}]`]
  if ('type' in value && value.type === 'task_card')
    return [[node.status, node.title, ...Object.values(value).flatMap(textsOf)].join(' | ')]
  if (typeof node.text === 'string') return [node.text]
  if ('rows' in value && Array.isArray(value.rows)) return value.rows.map((row) => textsOf(row).join(' | '))
  const title = typeof node.title === 'string' ? [node.title] : []
  return [...title, ...Object.values(value).flatMap(textsOf)]
}
