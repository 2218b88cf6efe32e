import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { createRegistry } from '../../src/engine/registry.ts'
import { createRuns } from '../../src/engine/runs.ts'
import type { World } from '../../src/engine/world.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { RegisteredAction } from '../../src/model/action.ts'
import type { Verdict } from '../../src/model/check.ts'
import type { PersonCommand } from '../../src/model/command.ts'
import { defineCheck } from '../../src/model/define-check.ts'
import { defineMigration } from '../../src/model/migration.ts'
import { NO_POLICIES, type Policies } from '../../src/model/policy.ts'
import { redact } from '../../src/model/redaction.ts'
import type { Person, Run } from '../../src/model/run.ts'
import type { Step } from '../../src/model/step.ts'
import type { People, Runs } from '../../src/model/subcommand.ts'
import { UserError } from '../../src/model/user-error.ts'
import { createPlanToday } from '../../src/plan-today.ts'
import { samplePlan } from '../model/sample.ts'
import { createFakeHosts, type FakeHosts } from './fake-hosts.ts'

const DEADLINE_MS = 60_000

/** What the sample check finds; tests change it. */
export interface Measured {
  verdict: Verdict | Error
  looks: number
}

/** A run on an engine with fake hosts and a real journal, and a clock that only moves when told. */
export interface Scene {
  readonly hosts: FakeHosts
  readonly rows: Measured
  readonly logged: string[]
  /** Roles that people have lost, as `U1 dba`; `nobody can tell` when Slack is away. */
  readonly lost: Set<string>
  readonly world: World
  readonly runs: Runs
  readonly engine: () => Engine
  readonly run: () => Promise<Run>
  send(command: Exclude<PersonCommand, { type: 'start' }>): Promise<Run>
  /** Lets the engine look until this holds of the run. */
  until(holds: (run: Run) => boolean): Promise<Run>
  /** Ends the engine and the journal without a goodbye to any host, and starts new ones on the same file. */
  restart(): Promise<void>
  pass(ms: number): void
  events(): Promise<readonly string[]>
}

export interface SceneOptions {
  /** Starts the run for later. */
  readonly startsAt?: string
  readonly policies?: Policies
  readonly actions?: readonly RegisteredAction[]
  /** What the migration's file gives, read anew at each start. Left out: nobody compares. */
  readonly file?: () => readonly Step[]
  readonly by?: Person
  /** What the sample check finds at first. */
  readonly measured?: Verdict | Error
  readonly members?: Readonly<Record<string, readonly string[]>>
}

/** The check that the sample steps show; see `Measured`. */
export function createRowsCheck(rows: Measured) {
  return defineCheck({
    name: 'rows',
    version: 1,
    args: z.object({}),
    title: () => 'Rows',
    measure: async () => {
      rows.looks += 1
      if (rows.verdict instanceof Error) throw rows.verdict
      return rows.verdict
    },
    judge: (verdict): Verdict => verdict,
  })
}

export const PASS: Verdict = { outcome: 'pass', summary: '10 rows.', values: { rows: 10 } }

/** A test body on a run of these steps, with everything given back afterwards. */
export function withScene(
  steps: readonly Step[],
  body: (scene: Scene) => Promise<void>,
  options: SceneOptions = {},
): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-engine-'))
    const { scene, begin, close } = createScene(join(folder, 'drover.sqlite'), options)
    try {
      await begin(steps)
      await body(scene)
    } finally {
      await close()
      rmSync(folder, { recursive: true })
    }
  }
}

function createScene(
  path: string,
  {
    actions = [],
    file,
    by = { id: 'U0', roles: ['dba'] },
    members,
    measured,
    startsAt,
    policies = NO_POLICIES,
  }: SceneOptions,
) {
  let nowMs = Date.parse('2026-11-02T09:00:00.000Z')
  let runId = ''
  const now = () => new Date(nowMs)
  const hosts = createFakeHosts()
  const rows: Measured = { verdict: measured ?? PASS, looks: 0 }
  const logged: string[] = []
  const lost = new Set<string>()
  const sample = sampleMigration(rows, actions)
  const registry = createRegistry([sample])
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void logged.push(message) }
  const tools = {
    hosts,
    databases: { query: async () => [] },
    couches: { info: async () => undefined, pending: async () => 0 },
    secrets: { reveal: async (name: string) => `hunter-${name}`, names: () => [] },
    now,
  }
  const redacted = (text: string) => redact(text, ['hunter-pg'])
  const open = () => {
    const sqlite = createSqliteJournal({ path, now })
    const world: World = {
      journal: sqlite.journal,
      tools,
      registry,
      log,
      redact: redacted,
      onProgress: () => undefined,
      holds: async (person, role) => {
        if (lost.has('nobody can tell')) throw new UserError('role-unknown', 'Slack did not answer.')
        return !lost.has(`${person} ${role}`)
      },
      heldBy: async (role) => {
        if (lost.has('nobody can tell')) throw new UserError('role-unknown', 'Slack did not answer.')
        return (await peopleOf(members).membersOf(role)).filter((person) => !lost.has(`${person} ${role}`))
      },
      policiesFor: () => policies,
      today: file && createPlanToday({ migrations: [{ ...sample, steps: file }], ...NAMES }, log),
      stepUps: sqlite.stepUps,
    }
    const engine = createEngine(world)
    return { world, engine, runs: createRuns(world, engine, peopleOf(members)) }
  }
  let current = open()
  const close = async () => {
    await current.engine.stop()
    await current.world.journal.stop()
  }
  const run = async () => {
    const found = await current.world.journal.get(runId)
    if (!found) throw new Error('the run is gone')
    return found
  }
  const scene: Scene = {
    hosts,
    rows,
    logged,
    lost,
    get world() {
      return current.world
    },
    get runs() {
      return current.runs
    },
    engine: () => current.engine,
    run,
    send: (command) => current.runs.send(runId, command),
    until: async (holds) => {
      const deadline = performance.now() + DEADLINE_MS
      for (;;) {
        const found = await run()
        if (holds(found)) return found
        if (performance.now() > deadline) throw new Error(`the run stayed ${found.status} at step ${found.at}`)
        current.engine.wake(runId)
        await pause(2)
      }
    },
    restart: async () => {
      await close()
      current = open()
      await current.engine.start()
    },
    pass: (ms) => {
      nowMs += ms
    },
    events: async () =>
      (await current.world.journal.history(runId)).map(({ event }) =>
        'step' in event ? `${event.type} ${event.step}` : event.type,
      ),
  }
  const begin = async (steps: readonly Step[]) => {
    await current.engine.start()
    runId = (await current.runs.start(samplePlan(steps), by, 'C1', startsAt)).id
  }
  return { scene, begin, close }
}

const NAMES = { hostNames: ['old', 'new'], secretNames: [] }

/** A migration that brings the sample check. */
export function sampleMigration(rows: Measured, actions: readonly RegisteredAction[]) {
  return defineMigration({
    name: 'sample',
    summary: 'A sample',
    params: z.object({}),
    roles: ['dba', 'owner'],
    steps: () => [],
    checks: [createRowsCheck(rows).registered],
    actions,
    pitfalls: {
      postgres: [{ pattern: /role "(\w+)" does not exist/, cause: 'There is no role $1.', fix: 'Create $1.' }],
    },
  })
}

const MEMBERS = { dba: ['U0', 'U1'], owner: ['U2'] }

/** People who hold roles as listed. */
export function peopleOf(members: Readonly<Record<string, readonly string[]>> = MEMBERS): People {
  return {
    person: async (id) => ({ id, roles: Object.keys(members).filter((role) => members[role]?.includes(id)) }),
    membersOf: async (role) => members[role] ?? [],
    nameOf: async (id) => id,
  }
}
