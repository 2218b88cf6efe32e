import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import migration from '../../../migrations/couch2pg-move/index.ts'
import { createRegistry } from '../../../src/engine/registry.ts'
import type { CheckCall } from '../../../src/model/check.ts'
import { actsOf, hostsOf, lintPlan, type Plan, pointOfNoReturn } from '../../../src/model/plan.ts'
import { planText } from '../../../src/model/plan-text.ts'
import { secretsIn } from '../../../src/model/secret.ts'
import { render } from '../../../src/model/shell.ts'
import { gateOf, type Step, undoOf } from '../../../src/model/step.ts'
import { planFor, VARIANTS } from './given.ts'

/** Set to write the plans down anew after a change that was meant. */
const isWriting = process.env['DROVER_WRITE_PLANS'] === '1'

function recordedPlan(name: string): URL {
  return new URL(`./plans/${name}.txt`, import.meta.url)
}

/** The digest also covers what is not printed, and would turn every change into a riddle. */
function withoutDigest(plan: Plan): string {
  return planText(plan).replace(/\n\ndigest .*$/, '\n')
}

for (const [name, typed] of Object.entries(VARIANTS)) {
  const plan = planFor(typed)

  test(`${name}: the plan is the one that was reviewed`, () => {
    const text = withoutDigest(plan)
    if (isWriting) writeFileSync(recordedPlan(name), text)
    assert.equal(text, readFileSync(recordedPlan(name), 'utf8'), 'run with DROVER_WRITE_PLANS=1 if this was meant')
  })

  test(`${name}: nothing is wrong with the plan`, () => {
    assert.deepEqual(lintPlan(plan), [])
  })

  test(`${name}: every step that changes something says how it is taken back`, () => {
    const changing = plan.steps.filter((step) => 'act' in step || step.kind === 'manual')
    assert.deepEqual(
      changing.filter((step) => undoOf(step) === undefined).map(({ id }) => id),
      [],
    )
  })

  test(`${name}: what leaves something behind has a real undo, or an earlier step's undo removes it`, () => {
    const bare = plan.steps.filter((step) => 'act' in step && undoOf(step) === 'nothing').map(({ id }) => id)
    assert.deepEqual(
      bare.filter((id) => !LEFT_TO_OTHERS.includes(id)),
      [],
    )
  })

  test(`${name}: the point of no return is the drop of the source's database`, () => {
    assert.equal(plan.steps[pointOfNoReturn(plan) ?? -1]?.id, 'drop-source-database')
  })

  test(`${name}: nothing on the source is dropped or stopped before users have switched`, () => {
    const cutover = plan.steps.findIndex(({ id }) => id === 'cutover')
    const early = plan.steps.slice(0, cutover).flatMap((step) => scriptsOn(step, 'old-pg'))
    assert.deepEqual(
      early.filter((script) => /drop database|systemctl stop|compose .* stop|systemctl disable/.test(script)),
      [],
    )
  })

  test(`${name}: a plan is computed from its params alone, twice the same`, () => {
    assert.equal(planFor(typed).digest, plan.digest)
  })

  test(`${name}: only the two hosts are touched`, () => {
    assert.deepEqual([...hostsOf(plan)].sort(), ['new-pg', 'old-pg'])
  })

  test(`${name}: every check, action and table of causes is one that the migration brings`, () => {
    const registry = createRegistry([migration])
    for (const { check, version } of plan.steps.flatMap(callsOf)) assert.ok(registry.check(check, version))
    for (const step of plan.steps) {
      if (!('act' in step)) continue
      if (step.act.do === 'action') assert.ok(registry.action(step.act.action, step.act.version))
      if (step.pitfalls) assert.ok(registry.pitfalls(step.pitfalls).length > 0)
    }
  })

  test(`${name}: every reference is to an earlier step`, () => {
    for (const [index, step] of plan.steps.entries()) {
      const earlier = plan.steps.slice(0, index).map(({ id }) => id)
      const named = [...JSON.stringify(step).matchAll(/"output":\{"step":"([^"]+)"/g)].map(([, id = '']) => id)
      assert.deepEqual(
        named.filter((id) => !earlier.includes(id) && id !== step.id),
        [],
        step.id,
      )
    }
  })

  test(`${name}: bash and plain sh can read every command`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-plan-'))
    try {
      for (const script of plan.steps.flatMap((step) => [...scriptsOn(step, 'old-pg'), ...scriptsOn(step, 'new-pg')])) {
        const file = join(folder, 'script')
        writeFileSync(file, script)
        execFileSync('bash', ['-n', file])
        execFileSync('sh', ['-n', file])
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}

/** What these leave is in the new database, which create-database takes back, or is only taken away. */
const LEFT_TO_OTHERS = [
  'release-snapshot',
  'copy-schema',
  'copy-tables',
  'build-indexes',
  'set-sequences',
  'restore',
  'analyze',
  'refresh-matviews',
  'test-refresh',
  'drop-ledger',
  'remove-archive-source',
  'remove-archive-target',
  'catch-up',
  'release-wal',
  'remove-set-aside',
  'remove-key-files',
]

test('passwords travel in a private file, by the name of a secret', () => {
  const plan = planFor(VARIANTS['stream-docker-passwords'])
  const files = plan.steps.flatMap(actsOf).flatMap((act) => (act.do === 'job' ? Object.values(act.files) : []))
  assert.deepEqual([...new Set(files.flatMap(secretsIn))].sort(), ['source-pg', 'target-pg'])
  assert.deepEqual(
    files.find((file) => secretsIn(file).includes('source-pg')),
    {
      lines: [['*:5433:*:postgres:', { secret: 'source-pg', as: 'pgpass' }]],
    },
  )
})

test('the two who let the source go have to type its name, and did not start the run', () => {
  const gate = gateOf(stepOf(planFor(), 'drop-source-database'))
  assert.deepEqual(gate?.approvals, { 'data-owner': 1, 'sre-lead': 1 })
  assert.equal(gate?.typeToConfirm, 'cht')
  assert.deepEqual(
    gate?.shows.map(({ check }) => check),
    ['destruction-facts', 'couch2pg-stopped', 'couch2pg-running'],
  )
})

test('the source is set aside, with a way back, for as long as was asked before it is dropped', () => {
  const { steps } = planFor({ quarantine: '36h' })
  const at = steps.findIndex(({ id }) => id === 'quarantine-source')
  const wait = steps[at + 1]
  assert.deepEqual(
    steps.slice(at - 1, at + 3).map(({ id }) => id),
    ['source-facts', 'quarantine-source', 'quarantine', 'drop-source-database'],
  )
  assert.equal(wait?.kind === 'wait' && wait.forMs, 36 * 3_600_000)
  assert.equal(typeof undoOf(stepOf(planFor(), 'quarantine-source')), 'object')
  const drops = steps.flatMap((step) => scriptsOn(step, 'old-pg')).filter((script) => script.includes('drop database'))
  assert.deepEqual([drops.length, drops.some((script) => /drop database "?cht/.test(script))], [1, false])
})

test('two runs can neither use the same database nor fill the same server', () => {
  assert.deepEqual(planFor({ sourcePort: '5433' }).locks, [
    'database:old-pg:5433/cht',
    'database:new-pg:5432/cht',
    'server:new-pg:5432',
  ])
})

test('a soak has time for three times its cycles and two hours, and looks at most every 30 s', () => {
  const soak = stepOf(planFor({ soakCycles: '3', sleepMins: '360' }), 'soak')
  assert.deepEqual(soak.kind === 'soak' && [soak.everyMs, soak.timeoutMs], [30_000, (360 * 60 * 9 + 7200) * 1000])
})

function stepOf(plan: Plan, id: string): Step {
  const step = plan.steps.find((one) => one.id === id)
  assert.ok(step, `the plan has no step ${id}`)
  return step
}

function callsOf(step: Step): readonly CheckCall[] {
  const own = step.kind === 'check' ? [step.check] : step.kind === 'soak' ? [step.watch] : []
  const proofs = 'act' in step ? [step.verify, step.skipIf].flatMap((call) => call ?? []) : []
  return [...own, ...proofs, ...(gateOf(step)?.shows ?? [])]
}

function scriptsOn(step: Step, host: string): readonly string[] {
  return actsOf(step).flatMap((act) =>
    act.do === 'job' && act.on === host ? [render(act.run, { output: () => 'value' })] : [],
  )
}
