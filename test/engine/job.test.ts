import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outputOf, remote, stopJob, undoWith } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { pgpass } from '../../src/model/secret.ts'
import { sh } from '../../src/model/shell.ts'
import { STARTER } from '../model/sample.ts'
import { PIECE_BYTES } from './fake-hosts.ts'
import { withScene } from './scene.ts'

const WAYS = { on: 'old', timeout: '5m', undo: undoWith('old', sh`undo`) }
const WORK = remote('work', { ...WAYS, run: sh`work` })
const SAFE = remote('work', { ...WAYS, run: sh`work`, repeatable: true, pitfalls: 'postgres' })

const ended = (run: Run) => hasEnded(run)
const stopped = (run: Run) => run.status === 'failed' || run.status === 'uncertain'
const launched = (run: Run) => run.steps['work']?.launchedAt !== undefined

test(
  'a job that is not there is started once, watched, and ends the step with what it wrote',
  withScene([WORK], async ({ hosts, run, until, events }) => {
    const { id } = await until(launched)
    hosts.job(`${id}-work-1`).outputs['bytes'] = '42'
    hosts.end(`${id}-work-1`, 0)
    await until(ended)
    assert.deepEqual(hosts.begun, [`${id}-work-1`])
    assert.deepEqual((await run()).outputs, { work: { bytes: '42' } })
    assert.deepEqual(await events(), [
      'started',
      'step-started work',
      'job-started work',
      'step-succeeded work',
      'finished',
    ])
  }),
)

test(
  'outputs of an earlier step and secrets reach the script of a later one, and only the host',
  withScene(
    [
      WORK,
      remote('use', {
        ...WAYS,
        run: sh`use ${outputOf({ id: 'work' }, 'path')}`,
        files: { pgpass: pgpass({ port: 5432, user: 'postgres', password: 'pg' }) },
      }),
    ],
    async ({ hosts, until, world }) => {
      const { id } = await until(launched)
      hosts.job(`${id}-work-1`).outputs['path'] = "it's here"
      hosts.end(`${id}-work-1`, 0)
      await until((run) => run.steps['use']?.launchedAt !== undefined)
      const { job } = hosts.job(`${id}-use-1`)
      assert.equal(job.script, "use 'it'\\''s here'")
      assert.deepEqual(job.files, { pgpass: '*:5432:*:postgres:hunter-pg\n' })
      assert.ok(!JSON.stringify(await world.journal.history(id)).includes('hunter'))
    },
  ),
)

test(
  'a new engine on the same journal finds the job, reads its log from where the old one ended, and takes its exit code',
  withScene([SAFE], async (scene) => {
    const { hosts, until, restart } = scene
    const { id } = await until(launched)
    hosts.say(`${id}-work-1`, 'début\n')
    await until(() => hosts.peeks.some(({ offset }) => offset === Buffer.byteLength('début\n')))
    await restart()
    hosts.peeks.length = 0
    hosts.say(`${id}-work-1`, 'role "reporter" does not exist\n')
    hosts.end(`${id}-work-1`, 3)
    const failed = await until(stopped)
    assert.equal(hosts.peeks[0]?.offset, Buffer.byteLength('début\n'))
    assert.deepEqual(failed.steps['work']?.failure, {
      summary: 'work on old ended with exit 3.',
      cause: 'There is no role reporter.',
      fix: 'Create reporter.',
      tail: 'début\nrole "reporter" does not exist',
    })
    assert.equal(await scene.runs.logOf(failed, 'work'), 'début\nrole "reporter" does not exist')
    assert.deepEqual(hosts.begun, [`${id}-work-1`])
  }),
)

test(
  'a log longer than a host gives at once is read to its end, where the cause stands',
  withScene([SAFE], async ({ hosts, until, world }) => {
    const { id } = await until(launched)
    hosts.say(`${id}-work-1`, `${'noise\n'.repeat(PIECE_BYTES / 2)}role "reporter" does not exist\n`)
    hosts.end(`${id}-work-1`, 3)
    const failed = await until(stopped)
    assert.equal(failed.steps['work']?.failure?.cause, 'There is no role reporter.')
    const note = (await world.journal.noted(id, `log ${id}-work-1`)) ?? ''
    assert.ok(note.length < 5000, `the note kept ${note.length} characters`)
  }),
)

test(
  'a crash between the start and the row is found again: the job that runs is not started twice',
  withScene([WORK], async ({ hosts, until, restart, events }) => {
    hosts.setReachable(false)
    const { id } = await until(() => true)
    await restart()
    hosts.setReachable(true)
    await hosts.start('old', { id: `${id}-work-1`, script: 'work', files: {} })
    await until(launched)
    hosts.end(`${id}-work-1`, 0)
    await until(ended)
    assert.deepEqual(hosts.begun, [`${id}-work-1`])
    assert.equal((await events()).filter((name) => name === 'job-started work').length, 1)
  }),
)

test(
  'a job that is gone without an exit code makes the run uncertain, and nothing is repeated',
  withScene([WORK], async ({ hosts, until, send }) => {
    const { id } = await until(launched)
    hosts.say(`${id}-work-1`, 'half done\n')
    hosts.lose(`${id}-work-1`)
    const run = await until(stopped)
    assert.equal(run.status, 'uncertain')
    assert.deepEqual(run.steps['work']?.failure, {
      summary: 'Nobody knows whether work ran to its end on old. Its process is gone and left no exit code.',
      tail: 'half done',
      fix: 'Look at old, then resolve the step as succeeded or failed. It is never repeated on its own.',
    })
    await send({ type: 'resolve', by: STARTER, outcome: 'succeeded', reason: 'I looked.' })
    assert.equal((await until(ended)).status, 'succeeded')
    assert.deepEqual(hosts.begun, [`${id}-work-1`])
  }),
)

test(
  'a lost job of a step that may be repeated fails with that advice, and a retry is a new job',
  withScene([SAFE], async ({ hosts, until, send }) => {
    const { id } = await until(launched)
    hosts.lose(`${id}-work-1`)
    const run = await until(stopped)
    assert.equal(run.status, 'failed')
    assert.equal(run.steps['work']?.failure?.fix, 'This step may be repeated safely: retry it.')
    await send({ type: 'retry', by: STARTER })
    await until(() => hosts.begun.length === 2)
    assert.deepEqual(hosts.begun, [`${id}-work-1`, `${id}-work-2`])
  }),
)

test(
  'a job folder that vanished after the start is lost, never new',
  withScene([WORK], async ({ hosts, until }) => {
    const { id } = await until(launched)
    hosts.vanish(`${id}-work-1`)
    const run = await until(stopped)
    assert.equal(run.status, 'uncertain')
    assert.equal(
      run.steps['work']?.failure?.summary,
      'Nobody knows whether work ran to its end on old. The job folder is gone from the host.',
    )
    assert.deepEqual(hosts.begun, [`${id}-work-1`])
  }),
)

const SERVE = remote('serve', { ...WAYS, run: sh`serve`, background: true, undo: stopJob('old', 'serve') })

test(
  'a background job is ready once it wrote an output, and stays up until the step that ends it',
  withScene(
    [SERVE, remote('end', { act: stopJob('old', 'serve'), undo: 'nothing', timeout: '1m' })],
    async ({ hosts, until }) => {
      const { id } = await until((run) => run.steps['serve']?.launchedAt !== undefined)
      assert.deepEqual(hosts.stopped, [])
      hosts.job(`${id}-serve-1`).outputs['snapshot'] = '0003'
      const run = await until(ended)
      assert.deepEqual(run.outputs['serve'], { snapshot: '0003' })
      assert.deepEqual(hosts.stopped, [`${id}-serve-1`])
    },
  ),
)

test(
  'a background job that ends by itself has failed, even with exit 0',
  withScene([SERVE], async ({ hosts, until }) => {
    const { id } = await until((run) => run.steps['serve']?.launchedAt !== undefined)
    hosts.end(`${id}-serve-1`, 0)
    const run = await until(stopped)
    assert.equal(run.steps['serve']?.failure?.summary, 'serve on old ended with exit 0 and should have stayed up.')
  }),
)

test(
  'a job that takes too long is stopped',
  withScene([WORK], async ({ hosts, until, pass }) => {
    const { id } = await until(launched)
    pass(300_001)
    const run = await until(stopped)
    assert.deepEqual(hosts.stopped, [`${id}-work-1`])
    assert.equal(run.status, 'failed')
    assert.equal(run.steps['work']?.failure?.summary, 'work on old was stopped: it ran longer than 5 min.')
  }),
)
