import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { ActionContext } from '../../src/model/action.ts'
import { defineAction } from '../../src/model/define-action.ts'
import { remote } from '../../src/model/make-step.ts'
import type { Outputs } from '../../src/model/ports.ts'
import { hasEnded } from '../../src/model/run.ts'
import { UserError } from '../../src/model/user-error.ts'
import { STARTER } from '../model/sample.ts'
import { withScene } from './scene.ts'

type Turn = (context: ActionContext) => Promise<Outputs>

/** An action whose every run is one turn of the test's. */
function actionOf(...turns: readonly Turn[]) {
  const contexts: ActionContext[] = []
  const action = defineAction({
    name: 'copy',
    version: 1,
    args: z.object({}),
    on: () => 'new',
    shows: () => 'copy',
    run: async (_args, _tools, context) => {
      const turn = turns[Math.min(contexts.length, turns.length - 1)]
      contexts.push(context)
      return turn ? turn(context) : {}
    },
  })
  const step = remote('copy', {
    act: action({}),
    undo: 'nothing',
    repeatable: true,
    timeout: '5m',
    pitfalls: 'postgres',
  })
  return { contexts, step, options: { actions: [action.registered] } }
}

const untilAborted: Turn = ({ signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

const done = actionOf(async ({ report }) => {
  report({ done: 5, total: 10, unit: 'rows' })
  return { rows: 10 }
})

test(
  'an action that ends well leaves its outputs',
  withScene(
    [done.step],
    async ({ until }) => {
      const run = await until(hasEnded)
      assert.deepEqual([run.status, run.outputs['copy']], ['succeeded', { rows: 10 }])
      assert.equal(done.contexts.length, 1)
    },
    done.options,
  ),
)

const waits = actionOf(async (context) => {
  context.report({ done: 5, total: 10, unit: 'rows' })
  return untilAborted(context)
})

test(
  'an action under way shows its progress and is not begun twice, however often it is looked at',
  withScene(
    [waits.step],
    async ({ until, runs, engine }) => {
      const { id } = await until(() => waits.contexts.length === 1)
      await until(() => runs.progressOf(id) !== undefined)
      for (let look = 0; look < 20; look += 1) engine().wake(id)
      await until(() => true)
      assert.deepEqual(runs.progressOf(id), { done: 5, total: 10, unit: 'rows' })
      assert.equal(waits.contexts.length, 1)
    },
    waits.options,
  ),
)

const late = actionOf(untilAborted)

test(
  'an action that takes too long is told to stop, and what it finished stays',
  withScene(
    [late.step],
    async ({ until, pass }) => {
      await until(() => late.contexts.length === 1)
      pass(300_001)
      const run = await until(({ status }) => status === 'failed')
      assert.equal(
        run.steps['copy']?.failure?.summary,
        'copy was stopped: it ran longer than 5 min. What it finished stays, and a retry goes on from there.',
      )
      assert.equal(late.contexts[0]?.signal.aborted, true)
    },
    late.options,
  ),
)

const given = actionOf(untilAborted)

test(
  'an abort tells the action to stop',
  withScene(
    [given.step],
    async ({ until, send }) => {
      await until(() => given.contexts.length === 1)
      await send({ type: 'abort', by: STARTER, reason: 'Wrong server.' })
      assert.equal((await until(hasEnded)).status, 'aborted')
      assert.equal(given.contexts[0]?.signal.aborted, true)
    },
    given.options,
  ),
)

for (const code of ['ssh-lost', 'ssh-unreachable', 'timeout', 'postgres-refused', 'postgres-lost']) {
  const cut = actionOf(
    async () => {
      throw new UserError(code, 'The connection to new broke.')
    },
    async () => ({ rows: 10 }),
  )
  test(
    `a broken way there (${code}) is waited out: the action runs again and finds its markers`,
    withScene(
      [cut.step],
      async ({ until, events }) => {
        await until(hasEnded)
        assert.equal(cut.contexts.length, 2)
        assert.ok(!(await events()).includes('step-failed copy'))
      },
      cut.options,
    ),
  )
}

const broken = actionOf(async () => {
  throw new UserError(
    'part-failed',
    'pre-data did not arrive: new ended with exit 3.\nERROR:  role "reporter" does not exist\nDETAIL:  Key (name)=(Jane)',
  )
})

test(
  'an action that failed says what, its known cause, and the end of what was printed without row content',
  withScene(
    [broken.step],
    async ({ until }) => {
      const run = await until(({ status }) => status === 'failed')
      assert.deepEqual(run.steps['copy']?.failure, {
        summary: 'pre-data did not arrive: new ended with exit 3.',
        cause: 'There is no role reporter.',
        fix: 'Create reporter.',
        tail: 'pre-data did not arrive: new ended with exit 3.\nERROR:  role "reporter" does not exist\nDETAIL: [row content left on the host]',
      })
    },
    broken.options,
  ),
)

const again = actionOf(untilAborted, async () => ({ rows: 10 }))

test(
  'an action that died with its engine is run again by the next one',
  withScene(
    [again.step],
    async ({ until, restart }) => {
      await until(() => again.contexts.length === 1)
      await restart()
      const run = await until(hasEnded)
      assert.deepEqual([run.status, run.steps['copy']?.attempt], ['succeeded', 1])
      assert.equal(again.contexts.length, 2)
    },
    again.options,
  ),
)
