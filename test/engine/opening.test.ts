import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineAction } from '../../src/model/define-action.ts'
import { check, destructive, gate, remote, undoWith, wait } from '../../src/model/make-step.ts'
import { NO_POLICIES, type Policies, WEEKDAYS } from '../../src/model/policy.ts'
import { hasEnded, type Person, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { isKept } from '../../src/model/status.ts'
import { DBA, OWNER, ROWS, STARTER, samplePlan } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

const HOUR = 3_600_000
/** Runs begin on Monday at 09:00 UTC, an hour before this closes. */
const MORNING = { days: [...WEEKDAYS], from: '08:00', to: '10:00', zone: 'UTC' }
const POLICIES: Policies = { ...NO_POLICIES, windows: [[MORNING]], override: ['lead'] }
const LEAD: Person = { id: 'U8', roles: ['lead'] }
const CLOSED = 'Outside the window: it opens Tue 08:00 (UTC).'

const work = (id: string, timeout = '3d') =>
  remote(id, { on: 'old', run: sh`work`, timeout, undo: undoWith('old', sh`undo`) })
const REST = wait('rest', '2h')
const LOOK = check('look', ROWS)
const ASK = gate('ask', { approvals: { dba: 1 }, shows: [ROWS] })
const DROP = destructive('drop', {
  destroys: 'everything',
  approvals: { dba: 1 },
  shows: [ROWS],
  on: 'old',
  run: sh`drop`,
  undo: 'none',
  timeout: '5m',
})

const asking = ({ gate: open, phase }: Run) => open !== undefined && phase === 'asking'

function approve(scene: Scene, { gate: open }: Run, override?: string, by = DBA) {
  const { step = '', revision = 0 } = open ?? {}
  return scene.send({ type: 'approve', by, role: 'dba', step, revision, via: 'button', override })
}

/** Some looks of the engine, with nothing to wait for. */
async function looks(scene: Scene): Promise<Run> {
  let left = 10
  return scene.until(() => {
    left -= 1
    return left < 0
  })
}

test(
  'when the window closes between two steps, the act under way ends, the next one waits, and it goes on at the opening',
  withScene(
    [work('one'), work('two')],
    async (scene) => {
      const { id } = await scene.until(({ steps }) => steps['one']?.launchedAt !== undefined)
      scene.pass(HOUR)
      assert.equal((await looks(scene)).status, 'running')
      scene.hosts.end(`${id}-one-1`, 0)
      const kept = await scene.until(isKept)
      assert.equal(kept.status, 'waiting')
      assert.deepEqual(kept.steps['two']?.kept, {
        at: '2026-11-02T10:00:00.000Z',
        says: CLOSED,
        until: '2026-11-03T08:00:00.000Z',
      })
      scene.pass(22 * HOUR - 1)
      await looks(scene)
      assert.deepEqual(scene.hosts.begun, [`${id}-one-1`])
      scene.pass(1)
      await scene.until(({ steps }) => steps['two']?.launchedAt !== undefined)
      scene.hosts.end(`${id}-two-1`, 0)
      assert.equal((await scene.until(hasEnded)).status, 'succeeded')
    },
    { policies: POLICIES },
  ),
)

test(
  'the wait for a window does not count against the time of the act',
  withScene(
    [REST, work('two', '5m')],
    async (scene) => {
      scene.pass(2 * HOUR)
      const kept = await scene.until(isKept)
      assert.equal(kept.steps['two']?.actedAt, undefined)
      assert.equal(kept.steps['two']?.firstActedAt, undefined)
      scene.pass(21 * HOUR)
      const begun = await scene.until(({ steps }) => steps['two']?.launchedAt !== undefined)
      assert.equal(begun.steps['two']?.actedAt, '2026-11-03T08:00:00.000Z')
      assert.equal(begun.steps['two']?.firstActedAt, '2026-11-03T08:00:00.000Z')
      assert.equal((await looks(scene)).status, 'running')
    },
    { policies: POLICIES },
  ),
)

test(
  'a run that waits for the window waits on after a restart of the bot',
  withScene(
    [REST, work('two')],
    async (scene) => {
      scene.pass(2 * HOUR)
      await scene.until(isKept)
      await scene.restart()
      assert.equal(isKept(await looks(scene)), true)
      scene.pass(21 * HOUR)
      await scene.restart()
      await scene.until(({ steps }) => steps['two']?.launchedAt !== undefined)
      assert.deepEqual(
        (await scene.events()).filter((event) => event.startsWith('act-')),
        ['act-kept two', 'act-opened two'],
      )
    },
    { policies: POLICIES },
  ),
)

test(
  'what waits for a window can be held, taken back and given up at once, and has touched nothing',
  withScene(
    [REST, work('two')],
    async (scene) => {
      scene.pass(2 * HOUR)
      await scene.until(isKept)
      assert.equal((await scene.send({ type: 'hold', by: OWNER, reason: 'Wait.' })).status, 'held')
      await assert.rejects(scene.send({ type: 'rollback', by: STARTER, reason: 'No.' }), { code: 'outside-window' })
      const back = await scene.send({ type: 'rollback', by: LEAD, reason: 'No.', override: 'Nothing begun.' })
      assert.equal(back.status, 'rolled-back')
      assert.deepEqual(scene.hosts.begun, [])
    },
    { policies: POLICIES },
  ),
)

test(
  'an approval is given ahead: nothing is measured or done until the opening, and then it is measured again',
  withScene(
    [DROP],
    async (scene) => {
      const run = await scene.until(asking)
      scene.pass(2 * HOUR)
      assert.equal((await approve(scene, run)).status, 'running')
      const kept = await scene.until(isKept)
      assert.equal(kept.phase, 'confirming')
      assert.equal(kept.steps['drop']?.kept?.says, CLOSED)
      const before = scene.rows.looks
      await looks(scene)
      assert.equal(scene.rows.looks, before)
      scene.pass(21 * HOUR)
      await scene.until(({ steps }) => steps['drop']?.launchedAt !== undefined)
      assert.equal(scene.rows.looks, before + 1)
    },
    { policies: POLICIES },
  ),
)

test(
  'what moved while an approval waited for the window fells it at the opening',
  withScene(
    [DROP],
    async (scene) => {
      const run = await scene.until(asking)
      scene.pass(2 * HOUR)
      await approve(scene, run)
      await scene.until(isKept)
      scene.rows.verdict = { outcome: 'pass', summary: '11 rows.', values: { rows: 11 } }
      scene.pass(21 * HOUR)
      const again = await scene.until((now) => now.gate?.revision === 2)
      assert.deepEqual(again.gate?.fellBecause, ['Rows: rows moved from 10 to 11.'])
      assert.deepEqual(scene.hosts.begun, [])
    },
    { policies: POLICIES },
  ),
)

test(
  'an approval that waits for the window is withdrawn, and the opening approves nothing',
  withScene(
    [DROP],
    async (scene) => {
      const run = await scene.until(asking)
      scene.pass(2 * HOUR)
      await approve(scene, run)
      await scene.until(isKept)
      const { step = '', revision = 0 } = run.gate ?? {}
      await scene.send({ type: 'withdraw', by: DBA, step, revision })
      scene.pass(21 * HOUR)
      const after = await looks(scene)
      assert.equal(asking(after), true)
      assert.deepEqual(scene.hosts.begun, [])
    },
    { policies: POLICIES },
  ),
)

test(
  'a window that closes after the last look and before the act begins fells the approval of what cannot be undone',
  withScene(
    [DROP],
    async (scene) => {
      const run = await scene.until(asking)
      scene.hosts.setReachable(false)
      await approve(scene, run)
      const stuck = await scene.run()
      await scene.world.journal.send(stuck.id, {
        ...{ type: 'measured', step: 'drop', attempt: 1, revision: 1, confirming: true },
        ...{ evidence: run.gate?.evidence ?? [], hostKeys: { old: 'SHA256:first' } },
      })
      scene.pass(2 * HOUR)
      scene.hosts.setReachable(true)
      const again = await scene.until((now) => now.gate?.revision === 2)
      assert.equal(again.steps['drop']?.firstActedAt, undefined)
      assert.deepEqual(scene.hosts.begun, [])
    },
    { policies: POLICIES },
  ),
)

test(
  'an override lets the run go on up to the next question, and is in the record',
  withScene(
    [REST, work('two'), ASK, work('three')],
    async (scene) => {
      scene.pass(2 * HOUR)
      const { id } = await scene.until(isKept)
      await scene.send({ type: 'release', by: LEAD, override: 'The clinic asked for it.' })
      const begun = await scene.until(({ steps }) => steps['two']?.launchedAt !== undefined)
      assert.deepEqual(begun.overrides, [
        {
          by: 'U8',
          at: '2026-11-02T11:00:00.000Z',
          step: 'two',
          reason: 'The clinic asked for it.',
          closures: [{ by: 'window', until: '2026-11-03T08:00:00.000Z', says: CLOSED }],
        },
      ])
      scene.hosts.end(`${id}-two-1`, 0)
      await approve(scene, await scene.until(asking))
      const kept = await scene.until(isKept)
      assert.equal(kept.phase, 'confirming')
      assert.deepEqual(scene.hosts.begun, [`${id}-two-1`])
    },
    { policies: POLICIES },
  ),
)

test(
  'an approver who may override lets the act and what follows begin at once',
  withScene(
    [ASK, work('three')],
    async (scene) => {
      const run = await scene.until(asking)
      scene.pass(2 * HOUR)
      await approve(scene, run, 'Now or never.', { id: 'U1', roles: ['dba', 'lead'] })
      await scene.until(({ steps }) => steps['three']?.launchedAt !== undefined)
    },
    { policies: POLICIES },
  ),
)

test(
  'an override does not outlive what it lifted',
  withScene(
    [REST, work('two'), work('three')],
    async (scene) => {
      scene.pass(2 * HOUR)
      const { id } = await scene.until(isKept)
      await scene.send({ type: 'release', by: LEAD, override: 'Tonight only.' })
      await scene.until(({ steps }) => steps['two']?.launchedAt !== undefined)
      scene.pass(24 * HOUR)
      scene.hosts.end(`${id}-two-1`, 0)
      const kept = await scene.until(isKept)
      assert.equal(kept.steps['three']?.kept?.says, 'Outside the window: it opens Wed 08:00 (UTC).')
    },
    { policies: POLICIES },
  ),
)

test(
  'undoing goes on when the window closes: half the way back is no place to rest',
  withScene(
    [work('one'), ASK],
    async (scene) => {
      const { id } = await scene.until(({ steps }) => steps['one']?.launchedAt !== undefined)
      scene.hosts.end(`${id}-one-1`, 0)
      await scene.until(asking)
      await scene.send({ type: 'rollback', by: STARTER, reason: 'No.' })
      scene.pass(2 * HOUR)
      await scene.until(() => scene.hosts.begun.includes(`${id}-one-undo-1`))
    },
    { policies: POLICIES },
  ),
)

test(
  'a freeze stops a start by hand, and a later one stops the run between two steps',
  withScene(
    [LOOK, work('one'), work('two')],
    async (scene) => {
      const { id } = await scene.until(({ steps }) => steps['one']?.launchedAt !== undefined)
      scene.pass(2 * HOUR)
      await assert.rejects(scene.runs.start(samplePlan([LOOK], { migration: 'other' }), STARTER, 'C1'), {
        code: 'frozen',
        message:
          'Freeze until 4 Nov 06:00 UTC: election. Nothing was started. Somebody with lead may all the same: /migrate start other … override="why".',
      })
      scene.hosts.end(`${id}-one-1`, 0)
      assert.equal((await scene.until(isKept)).steps['two']?.kept?.says, 'Freeze until 4 Nov 06:00 UTC: election.')
      scene.pass(43 * HOUR)
      await scene.until(({ steps }) => steps['two']?.launchedAt !== undefined)
    },
    {
      policies: {
        ...POLICIES,
        windows: [],
        freezes: [{ from: '2026-11-02T10:00:00Z', to: '2026-11-04T06:00:00Z', reason: 'election' }],
      },
    },
  ),
)

/** An action that ends when the test says so. */
function slowCopy() {
  const ends: (() => void)[] = []
  const copy = defineAction({
    name: 'copy',
    version: 1,
    args: z.object({}),
    on: () => 'new',
    shows: () => 'copy',
    run: (_args, _tools, { signal }) =>
      new Promise((resolve, reject) => {
        ends.push(() => resolve({}))
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
  })
  const step = remote('copy', { act: copy({}), timeout: '5d', undo: 'nothing' })
  return { copy, step, ends }
}

const COPY = slowCopy()

test(
  'a copy that began in the window goes on after a restart outside it, and does not begin there',
  withScene(
    [COPY.step, COPY.step, work('after')].map((step, index) => ({ ...step, id: `${step.id}-${index}` })),
    async (scene) => {
      const { ends } = COPY
      await scene.until(() => ends.length === 1)
      scene.pass(2 * HOUR)
      await scene.restart()
      await scene.until(() => ends.length === 2)
      ends[1]?.()
      const kept = await scene.until(isKept)
      assert.equal(kept.at, 1)
      scene.pass(21 * HOUR)
      await scene.until(() => ends.length === 3)
    },
    { policies: POLICIES, actions: [COPY.copy.registered] },
  ),
)
