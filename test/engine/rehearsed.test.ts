import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { createRegistry } from '../../src/engine/registry.ts'
import { createRuns } from '../../src/engine/runs.ts'
import { manual, remote, undoWith } from '../../src/model/make-step.ts'
import { defineMigration, type Migration } from '../../src/model/migration.ts'
import { type Plan, planOf } from '../../src/model/plan.ts'
import { NO_POLICIES, type RehearsalPolicy } from '../../src/model/policy.ts'
import { rehearsalPlan, takeBack } from '../../src/model/rehearsal.ts'
import { sh } from '../../src/model/shell.ts'
import { UserError } from '../../src/model/user-error.ts'
import { STARTER } from '../model/sample.ts'
import { createRowsCheck, PASS, peopleOf, type Scene, withScene } from './scene.ts'

const DAY_MS = 86_400_000
const POLICY: RehearsalPolicy = { withinMs: 30 * DAY_MS, leastPercent: 80, reverse: true }
const PLUG = manual('plug', { instructions: 'Pull it.', undo: 'nothing' })
const once = { repeatable: true, timeout: '5m' } as const

const make = (name: string) =>
  remote('make', { on: 'new', run: sh`make ${name}`, ...once, undo: undoWith('new', sh`remove ${name}`) })

/** A migration of boxes; `rowsNow` is how many rows production has. */
function moving(rowsNow: () => number, withUndo = true): Migration {
  const rows = { verdict: { ...PASS, outputs: { total: 90 } }, looks: 0 }
  const counted = createRowsCheck(rows)
  const count = { kind: 'check' as const, id: 'baseline', title: 'Count', check: counted({}) }
  return defineMigration({
    name: 'move-box',
    summary: 'Move a box',
    params: z.strictObject({ boxes: z.coerce.number().default(1), way: z.string().default('road') }),
    roles: ['dba'],
    steps: ({ way }) => [remote('make', { on: 'new', run: sh`make box ${way}`, ...once, undo: 'nothing' })],
    locks: () => ['box:new/box'],
    rehearsal: {
      scratch: z.strictObject({}),
      plan: (params) => ({
        params: { ...params, trial: 'yes' },
        steps: [make('trial'), count, ...(withUndo ? takeBack([make('trial')]) : [])],
        locks: [],
        reads: {},
        leavesOut: [],
      }),
      rowsNow: async () => rowsNow(),
    },
    checks: [counted.registered],
  })
}

interface Stage {
  readonly scene: Scene
  readonly migration: Migration
  /** Rehearses the plan for what was typed to a good end; gives the rehearsal's id. */
  rehearse(typed?: Readonly<Record<string, string>>): Promise<string>
  /** Starts production; gives the refusal, or `started`. */
  starts(policy?: Partial<RehearsalPolicy>, typed?: Readonly<Record<string, string>>, at?: string): Promise<string>
}

function withStage(body: (stage: Stage) => Promise<void>, migration = moving(() => 100)): () => Promise<void> {
  return withScene([PLUG], async (scene) => {
    const production = (typed: Readonly<Record<string, string>>) => planOf(migration, migration.parse(typed))
    const runsWith = (policy: RehearsalPolicy | undefined) => {
      const policiesFor = () => ({ ...NO_POLICIES, environment: 'production', rehearsal: policy })
      const world = { ...scene.world, registry: createRegistry([migration]), policiesFor }
      return createRuns(world, scene.engine(), peopleOf())
    }
    const rehearse = async (typed = {}) => {
      const run = await runsWith(POLICY).start(rehearsalPlan(migration, production(typed)), STARTER, 'C1')
      await toTheEnd(scene, run.id, run.plan)
      return run.id
    }
    const starts = (policy: Partial<RehearsalPolicy> = {}, typed = {}, at?: string) =>
      runsWith({ ...POLICY, ...policy })
        .start(production(typed), STARTER, 'C1', at)
        .then(
          () => 'started',
          (error: Error) => (error instanceof UserError ? error.message : Promise.reject(error)),
        )
    await body({ scene, migration, rehearse, starts })
  })
}

/** Reports to the journal that each step of the run worked. */
async function toTheEnd({ world, engine }: Scene, id: string, { steps }: Plan): Promise<void> {
  await engine().stop()
  for (const step of steps) {
    const outputs = step.id === 'baseline' ? { total: 90 } : {}
    await world.journal.send(id, { type: 'succeeded', step: step.id, attempt: 1, outputs, evidence: [] })
  }
}

test(
  'a plan that was never rehearsed is refused, with the command that rehearses it',
  withStage(async ({ starts, scene }) => {
    assert.equal(
      await starts({}, { boxes: '3' }),
      'The rules of production ask for a rehearsal of this very plan, and move-box was never rehearsed to a good end with these params.\nNothing was started. Rehearse it first: /migrate rehearse move-box boxes=3',
    )
    assert.equal((await scene.world.journal.list({})).length, 1)
  }),
)

test(
  'a plan that was rehearsed starts',
  withStage(async ({ rehearse, starts }) => {
    await rehearse()
    assert.equal(await starts(), 'started')
  }),
)

test(
  'a rehearsal needs no rehearsal',
  withStage(async ({ rehearse, scene }) => {
    const id = await rehearse()
    assert.equal((await scene.world.journal.get(id))?.status, 'succeeded')
  }),
)

test(
  'a rehearsal of another plan does not count, though only one param differs',
  withStage(async ({ rehearse, starts }) => {
    await rehearse()
    assert.match(await starts({}, { way: 'rail' }), /^The rules of production ask for a rehearsal of this very plan/)
  }),
)

test(
  'a rehearsal that is too old refuses and says how old it is',
  withStage(async ({ rehearse, starts, scene }) => {
    const id = await rehearse()
    scene.pass(41 * DAY_MS)
    assert.equal(
      await starts(),
      `Rehearsal ${id} is 41 days old; 30 days are allowed.\nNothing was started. Rehearse it first: /migrate rehearse move-box`,
    )
  }),
)

test(
  'a start that is planned for later is judged by how old the rehearsal will be then',
  withStage(async ({ rehearse, starts, scene }) => {
    const id = await rehearse()
    const later = new Date(scene.world.tools.now().getTime() + 35 * DAY_MS).toISOString()
    assert.match(await starts({}, {}, later), new RegExp(`^Rehearsal ${id} is 35 days old; 30 days are allowed\\.`))
  }),
)

test(
  'a rehearsal of too few rows refuses and says what share it moved',
  withStage(
    async ({ rehearse, starts }) => {
      const id = await rehearse()
      assert.match(
        await starts(),
        new RegExp(`^Rehearsal ${id} moved 90 rows, 45 % of the 200 there are now; 80 % have to be rehearsed\\.`),
      )
      assert.equal(await starts({ leastPercent: 40 }), 'started')
    },
    moving(() => 200),
  ),
)

test(
  'rows that nobody can count refuse, with the reason',
  withStage(
    async ({ rehearse, starts }) => {
      await rehearse()
      assert.match(
        await starts(),
        /^How many rows there are now could not be told \(old-pg did not answer\), so nobody knows/,
      )
      assert.equal(await starts({ leastPercent: 0 }), 'started')
    },
    moving(() => {
      throw new UserError('no-answer', 'old-pg did not answer')
    }),
  ),
)

test(
  'a rehearsal that never took itself back refuses where that is asked for',
  withStage(
    async ({ rehearse, starts }) => {
      const id = await rehearse()
      assert.match(
        await starts(),
        new RegExp(`^Rehearsal ${id} did not take back what it made; that has to be rehearsed, too\\.`),
      )
      assert.equal(await starts({ reverse: false }), 'started')
    },
    moving(() => 100, false),
  ),
)

test(
  'the newest rehearsal counts, also when an older one was enough',
  withStage(async ({ rehearse, starts, scene }) => {
    await rehearse()
    scene.pass(41 * DAY_MS)
    await rehearse()
    assert.equal(await starts(), 'started')
  }),
)

test(
  'the estimate of a production run says what its rehearsal took',
  withStage(async ({ rehearse, scene, migration }) => {
    const id = await rehearse()
    const runs = createRuns({ ...scene.world, registry: createRegistry([migration]) }, scene.engine(), peopleOf())
    const run = await runs.start(planOf(migration, migration.parse({})), STARTER, 'C1')
    assert.match((await runs.eta(run)).basis, new RegExp(`; rehearsal ${id} took 0 ms$`))
  }),
)
