import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check } from '../../src/model/make-step.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { ROWS } from '../model/sample.ts'
import { job, PLUG } from '../model/steps-for-steering.ts'
import { type Desk, withDesk } from './desk.ts'

const AFTER = job('after')
const BETTER = { ...AFTER, act: { ...AFTER.act, run: sh`work --better` } }
const CHANGED = 'The migration file gives another plan than the one of this run. after has another command.'

/** A desk where the file gives PLUG and BETTER by now, and Drover has seen that. */
function withChangedFile(body: (desk: Desk, id: string) => Promise<void>): () => Promise<void> {
  let now: readonly Step[] = [PLUG, AFTER]
  return withDesk(
    [PLUG, AFTER],
    async (desk, { id }) => {
      now = [PLUG, BETTER]
      await desk.restart()
      await desk.until(({ status }) => status === 'held')
      await body(desk, id)
    },
    { file: () => now },
  )
}

const WAYS = (id: string) =>
  `Put the old file back, restart Drover, then /migrate release ${id}; or move the run to the new plan: /migrate adopt ${id} reason="…". Rollback and abort keep to the plan of the run.`

test(
  'why says what changed in the file and both ways on, and release refuses with the same',
  withChangedFile(async ({ says }, id) => {
    assert.equal(await says('why'), `${id} is held by Drover since 09:00 UTC. ${CHANGED} ${WAYS(id)}`)
    assert.equal(await says('release'), `${CHANGED} Nothing was released. ${WAYS(id)}`)
  }),
)

test(
  'two people adopt the plan of the file, and it is shown for ever that they did',
  withChangedFile(async ({ says, run, type }, id) => {
    assert.match(await says('adopt I know it', { as: 'U2' }), /^Nobody has asked for the plan that the file of /)
    const asked = await says('adopt it was slow')
    const digest = (await run()).adoptAsked?.digest.slice(0, 12)
    assert.equal(
      asked,
      `You asked to move ${id} to the plan ${digest}. after has another command. Now somebody else with dba or owner has to type /migrate adopt ${id} reason="…". Neither of you decides on a gate of it after that.`,
    )
    assert.equal(
      (await says('why')).split('\n')[1],
      `<@U0> asked at 2026-11-02 09:00 UTC to go on by the plan ${digest} of the file: it was slow. Somebody else with dba or owner says so too with /migrate adopt ${id} reason="…".`,
    )
    assert.equal(
      await says(`adopt ${id} reason="I read it."`, { as: 'U2' }),
      `${id} goes by the plan ${digest} from here on, as <@U0> asked: it was slow. /migrate release ${id} lets it go on. /migrate steps ${id} lists the steps.`,
    )
    const moved =
      'Moved to another plan by <@U0> (it was slow) and <@U2> (I read it) at 2026-11-02 09:00 UTC, who decide on no gate of it. after has another command.'
    assert.equal((await says('steps')).split('\n')[1], moved)
    assert.equal((await says('why')).split('\n').at(-1), moved)
    assert.equal((await type('who')).text.split('\n')[1], moved)
    assert.equal(await says('release'), `${id} goes on.`)
    assert.match(await says('why'), /waits for something done by hand/)
  }),
)

test(
  'adopt without a reason shows what it would be, and adopts nothing',
  withChangedFile(async ({ type, run, events }, id) => {
    const before = (await events()).length
    const { text, plan } = await type('adopt', { as: 'U2' })
    const digest = (await run()).planChange?.digest
    assert.equal(
      text,
      `The migration file gives the plan ${digest?.slice(0, 12)} for ${id} now. after has another command. Nothing was adopted. To go on by it: /migrate adopt ${id} reason="…"`,
    )
    assert.deepEqual([plan?.digest, plan?.steps[1]], [digest, BETTER])
    assert.equal((await events()).length, before)
  }),
)

test(
  'why of a job that is watched to its end says of the file, too',
  (() => {
    let now: readonly Step[] = [job('work'), AFTER]
    return withDesk(
      now,
      async ({ until, restart, says }, { id }) => {
        await until((run) => run.steps['work']?.launchedAt !== undefined)
        now = [job('work'), BETTER]
        await restart()
        await until(({ planChange }) => planChange !== undefined)
        const [doing = '', file] = (await says('why')).split('\n')
        assert.match(doing, /is doing work/)
        assert.equal(file, `${CHANGED} ${WAYS(id)}`)
      },
      { file: () => now },
    )
  })(),
)

test(
  'adopt where the file gives the plan of the run changes nothing',
  withDesk(
    [PLUG, check('spot', ROWS)],
    async ({ says, events }, { id }) => {
      const before = (await events()).length
      assert.equal(
        await says('adopt why not'),
        `The migration file gives the plan of ${id}, so there is nothing to adopt. /migrate why ${id} says what it waits for.`,
      )
      assert.deepEqual((await events()).slice(before), ['refused'])
    },
    { file: () => [PLUG, check('spot', ROWS)] },
  ),
)
