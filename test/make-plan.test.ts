import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { createPlan, createRehearsal, type PlanParts } from '../src/make-plan.ts'
import { type Advice, type Past, type PlannerScope, pastOf } from '../src/model/advice.ts'
import { check, manual } from '../src/model/make-step.ts'
import { AUTO, defineMigration, type MigrationSpec } from '../src/model/migration.ts'
import { host } from '../src/model/params.ts'
import { planOf } from '../src/model/plan.ts'
import { planText } from '../src/model/plan-text.ts'
import { NO_POLICIES } from '../src/model/policy.ts'
import type { Run } from '../src/model/run.ts'
import { UserError } from '../src/model/user-error.ts'
import { fakeTools } from './checks/fake-tools.ts'
import { play, ROWS, start } from './model/sample.ts'

const schema = z.strictObject({
  source: host(),
  target: host(),
  way: z
    .enum(['road', 'rail', AUTO])
    .default(AUTO)
    .transform((typed) => (typed === AUTO ? 'road' : typed)),
  boxes: z.coerce.number().default(1),
})
type Params = z.infer<typeof schema>

/** A migration whose planner says this; what it was asked is kept. */
function moving(planner: NonNullable<MigrationSpec<Params>['planner']>) {
  const asked: { params: Params; scope: PlannerScope }[] = []
  const migration = defineMigration({
    name: 'move-box',
    summary: 'Move a box',
    params: schema,
    roles: ['dba'],
    steps: ({ way }) => [manual('carry', { instructions: `By ${way}.`, roles: ['dba'], undo: 'nothing' })],
    locks: ({ source }) => [`box:${source}`],
    planner: (params, tools, scope) => {
      asked.push({ params, scope })
      return planner(params, tools, scope)
    },
  })
  return { migration, asked }
}

const FORECAST = { seconds: { likely: 60, least: 40, most: 90 }, stepSeconds: { carry: 60 }, mounts: [] }
const ADVICE: Advice = { chosen: { way: 'rail', boxes: '9' }, because: ['way=rail: it rains.'], forecast: FORECAST }
const byRail = () => moving(async () => ADVICE)
const TYPED = { source: 'old' }

function maker({ migration }: ReturnType<typeof moving>, more: Partial<PlanParts> = {}) {
  return createPlan({
    migrations: [migration],
    hostNames: ['new', 'old'],
    secretNames: [],
    defaults: () => ({ target: 'new' }),
    tools: fakeTools({}),
    ...more,
  })
}

function journalOf(...runs: readonly Run[]) {
  return { list: async ({ active }: { active?: boolean }) => (active ? runs.filter((run) => !run.endedAt) : runs) }
}

test('what was left open is chosen by the planner, and its sentences and forecast come with the plan', async () => {
  const { params, because, forecast } = await maker(byRail())('move-box', TYPED)
  assert.deepEqual(params, { source: 'old', target: 'new', way: 'rail', boxes: 1 })
  assert.deepEqual([because, forecast], [ADVICE.because, FORECAST])
})

test('what was typed wins over the planner, which is told what is open', async () => {
  const box = byRail()
  const { params } = await maker(box)('move-box', { ...TYPED, way: 'road' })
  assert.deepEqual(params, { source: 'old', target: 'new', way: 'road', boxes: 1 })
  assert.deepEqual(box.asked[0]?.scope.open, [])
  await maker(box)('move-box', { ...TYPED, way: 'auto' })
  assert.deepEqual(box.asked[1]?.scope.open, ['way'])
  assert.equal(box.asked[1]?.params.way, 'road')
})

test('figures are outside the digest, and a plan without them is the same', async () => {
  const box = byRail()
  const plan = await maker(box)('move-box', TYPED)
  assert.equal(plan.digest, planOf(box.migration, plan.params).digest)
  assert.deepEqual(Object.keys(planOf(box.migration, plan.params)).includes('because'), false)
})

test('the sentences stand at the head of the plan, and stay with the run', async () => {
  const plan = await maker(byRail())('move-box', TYPED)
  assert.match(planText(plan), /^way=rail: it rains\.\n\n {2}1\. carry/)
  const { run } = play([start(plan)])
  assert.deepEqual(run.plan.because, ['way=rail: it rains.'])
})

test('without a way to the hosts nothing is measured, and that is said', async () => {
  const box = byRail()
  const plan = await maker(box, { tools: undefined })('move-box', TYPED)
  assert.deepEqual(plan.because, [
    'Nothing was measured. way is left to Drover and planned as the default; a start measures first and may choose otherwise.',
  ])
  assert.deepEqual(plan.params, { source: 'old', target: 'new', way: 'road', boxes: 1 })
  assert.deepEqual((await maker(box, { tools: undefined })('move-box', { ...TYPED, way: 'rail' })).because, [
    'Nothing was measured.',
  ])
  assert.equal(box.asked.length, 0)
})

test('a host that cannot be reached is a refusal, and nothing was started', async () => {
  const box = moving(async () => {
    throw new UserError('ssh-refused', 'old refused the SSH connection.')
  })
  await assert.rejects(maker(box)('move-box', TYPED), {
    code: 'ssh-refused',
    message: 'old refused the SSH connection.\nNothing was started.',
  })
})

test('a fault of our own is not dressed up as a refusal', async () => {
  const box = moving(async () => {
    throw new TypeError('undefined is not a function')
  })
  await assert.rejects(maker(box)('move-box', TYPED), TypeError)
})

test('a plan that could not run here is refused before anything is measured', async () => {
  const box = byRail()
  await assert.rejects(maker(box)('move-box', { ...TYPED, boxes: 'x' }), { code: 'bad-params' })
  await assert.rejects(maker(box)('move-bx', TYPED), { code: 'unknown-migration' })
  assert.equal(box.asked.length, 0)
})

test('whoever waits is told so once, and nobody who need not wait', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const told: string[] = []
  let arrive: (advice: Advice) => void = () => undefined
  const slow = moving(() => new Promise((resolve) => (arrive = resolve)))
  const planning = maker(slow)('move-box', TYPED, (sentence) => void told.push(sentence))
  while (slow.asked.length === 0) await Promise.resolve()
  t.mock.timers.tick(1999)
  assert.equal(told.length, 0)
  t.mock.timers.tick(1)
  assert.deepEqual(told, ['Measuring old and new (about 10 s)…'])
  arrive(ADVICE)
  await planning
  t.mock.timers.tick(60_000)
  await maker(byRail())('move-box', TYPED, (sentence) => void told.push(sentence))
  t.mock.timers.tick(60_000)
  assert.equal(told.length, 1)
})

test('measuring has an end', async () => {
  const box = byRail()
  await maker(box)('move-box', TYPED)
  assert.ok(box.asked[0]?.scope.signal instanceof AbortSignal)
})

test('a run that is at work there is not disturbed, and a second start is planned as it was', async () => {
  const box = byRail()
  const { run } = play([start(planOf(box.migration, { source: 'old', target: 'new', way: 'rail', boxes: 1 }))])
  const plan = await maker(box, { journal: journalOf(run) })('move-box', TYPED)
  assert.equal(plan.digest, run.plan.digest)
  assert.deepEqual(plan.because, ['Nothing was measured, since m7f3xq is at work there. Its choices are shown.'])
  assert.equal(box.asked.length, 0)
})

test('a run that is at work elsewhere does not keep anybody from measuring', async () => {
  const box = byRail()
  const { run } = play([start(planOf(box.migration, { source: 'older', target: 'new', way: 'rail', boxes: 1 }))])
  await maker(box, { journal: journalOf(run) })('move-box', TYPED)
  assert.equal(box.asked.length, 1)
})

test('the planner learns from earlier runs of the same migration', async () => {
  const box = byRail()
  const { run } = play([
    start(planOf(box.migration, { source: 'older', target: 'new', way: 'rail', boxes: 1 })),
    { type: 'done', by: { id: 'U1', roles: ['dba'] }, note: 'carried' },
  ])
  const other = { ...run, id: 'other1', plan: { ...run.plan, migration: 'other' } }
  await maker(box, { journal: journalOf(other, run) })('move-box', TYPED)
  assert.deepEqual(box.asked[0]?.scope.past, [pastOf(run)])
})

test('what a past run rested for a hold is not what its steps take', () => {
  const { migration } = byRail()
  const { run } = play([start(planOf(migration, { source: 'old', target: 'new', way: 'rail', boxes: 1 }))])
  const progress = { attempt: 1, evidence: [], state: 'succeeded' as const }
  const times = { startedAt: '2026-11-02T09:00:00.000Z', endedAt: '2026-11-02T17:03:00.000Z', pausedMs: 8 * 3_600_000 }
  const rested = { ...run, steps: { carry: { ...progress, ...times } } }
  assert.equal(pastOf(rested).steps['carry']?.actedMs, 180_000)
})

test('of a past run the steps that succeeded are known, by how long they acted and what they found', () => {
  const { migration } = byRail()
  const { run } = play([start(planOf(migration, { source: 'old', target: 'new', way: 'rail', boxes: 1 }))])
  assert.deepEqual(pastOf(run).steps, {})
  const progress = { attempt: 1, evidence: [], state: 'succeeded' as const }
  const times = { startedAt: '2026-11-02T09:00:00.000Z', actedAt: '2026-11-02T09:01:00.000Z' }
  const ended = {
    ...run,
    steps: { carry: { ...progress, ...times, endedAt: '2026-11-02T09:03:00.000Z' } },
    outputs: { carry: { rows: 3 } },
  }
  const past: Past = pastOf(ended)
  assert.deepEqual(past, {
    run: 'm7f3xq',
    params: run.plan.params,
    steps: { carry: { actedMs: 120_000, outputs: { rows: 3 } } },
  })
})

const rehearsal = {
  scratch: z.strictObject({ trial: z.string().default('trial') }),
  plan: (params: Params, tried: { trial: string }) => ({
    params: { ...params, ...tried },
    steps: [check('look', ROWS)],
    locks: [],
    reads: {},
    leavesOut: [],
  }),
}

/** Boxes that can be rehearsed, and whose planner has another mind each day. */
function rehearsed(way: 'road' | 'rail') {
  const { migration, asked } = moving(async ({ way: given }, _tools, { open }) =>
    open.includes('way')
      ? { chosen: { way }, because: [`way=${way}: the wind.`] }
      : { chosen: {}, because: [`By ${given}.`] },
  )
  const spec = defineMigration({
    name: 'move-box',
    summary: 'Move a box',
    params: schema,
    roles: ['dba'],
    steps: (params) => migration.steps(params),
    locks: () => ['box:new/box'],
    rehearsal,
    planner: (params, tools, scope) => migration.planner?.(params, tools, scope) ?? Promise.resolve(ADVICE),
  })
  return { migration: spec, asked }
}

const ASKS = () => ({ ...NO_POLICIES, rehearsal: { withinMs: 1, leastPercent: 0, reverse: false } })

async function rehearsalRun(box: ReturnType<typeof rehearsed>, typed = TYPED): Promise<Run> {
  const make = createRehearsal({
    migrations: [box.migration],
    hostNames: ['new', 'old'],
    secretNames: [],
    defaults: () => ({ target: 'new' }),
    scratch: () => ({ trial: 'friday' }),
    policiesFor: ASKS,
    tools: fakeTools({}),
  })
  const plan = await make('move-box', typed)
  return play([start(plan), { type: 'succeeded', step: 'look', attempt: 1, outputs: {}, evidence: [] }]).run
}

test('a rehearsal takes its scratch params from drover.yml, and chooses what is open anew', async () => {
  const { plan } = await rehearsalRun(rehearsed('rail'))
  assert.deepEqual(plan.params, { source: 'old', target: 'new', way: 'rail', boxes: 1, trial: 'friday' })
  assert.deepEqual([plan.mode, plan.because], ['rehearsal', ['way=rail: the wind.']])
  assert.equal(plan.rehearses, (await maker(rehearsed('rail'))('move-box', TYPED)).digest)
})

test('where a rehearsal is asked for, a start keeps what was rehearsed, whatever the planner would say today', async () => {
  const run = await rehearsalRun(rehearsed('rail'))
  const plan = await maker(rehearsed('road'), { journal: journalOf(run), policiesFor: ASKS })('move-box', TYPED)
  assert.equal(plan.digest, run.plan.rehearses)
  assert.deepEqual(plan.because, ['way=rail: as in rehearsal m7f3xq, which is what may start here.', 'By rail.'])
})

test('what was typed is not what was rehearsed, and stays; nothing is kept where no rehearsal is asked for', async () => {
  const journal = journalOf(await rehearsalRun(rehearsed('rail')))
  const typed = await maker(rehearsed('road'), { journal, policiesFor: ASKS })('move-box', { ...TYPED, way: 'road' })
  assert.deepEqual(typed.params, { source: 'old', target: 'new', way: 'road', boxes: 1 })
  const free = await maker(rehearsed('road'), { journal })('move-box', TYPED)
  assert.deepEqual(free.because, ['way=road: the wind.'])
})

test('a rehearsal of other params is not taken for this one', async () => {
  const run = await rehearsalRun(rehearsed('rail'), { source: 'new' })
  const plan = await maker(rehearsed('road'), { journal: journalOf(run), policiesFor: ASKS })('move-box', TYPED)
  assert.deepEqual(plan.because, ['way=road: the wind.'])
})
