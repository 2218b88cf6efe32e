import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../src/model/command.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { destructive } from '../../src/model/make-step.ts'
import { owed } from '../../src/model/owed.ts'
import { actedMs, progressOf, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { assertRefused, story } from './refuses.ts'
import { DBA, fold, NOBODY, names, play, ROWS, STARTER, samplePlan, send, start } from './sample.ts'
import {
  ask,
  BY_HAND,
  failed,
  job,
  lost,
  measured,
  PLUG,
  REST,
  release,
  succeeded,
  undone,
} from './steps-for-steering.ts'

const FAR = { done: 312, total: 900, unit: 'rows' }

function paused(step: string, attempt = 1): Command {
  return { type: 'paused', step, attempt, progress: FAR }
}

function halted(step: string, attempt = 1): Command {
  return { type: 'halted', step, attempt }
}

function diskLow(step: string, attempt = 1): Command {
  return { type: 'disk-low', step, attempt, reason: 'new has 2 GB free in /var.' }
}

test('a run whose act rests for a hold is held, knows how far the act is, and waits for the release', () => {
  const { run } = story([job('copy')], ask('hold'), paused('copy'))
  assert.deepEqual([run.status, owed(run)], ['held', { do: 'ask', what: 'release' }])
  assert.deepEqual(progressOf(run, 'copy').paused?.progress, FAR)
  const released = send(run, release())
  assert.deepEqual([released.run?.status, names(released.events)], ['running', ['released']])
  assert.deepEqual(released.run && owed(released.run), { do: 'act', step: run.plan.steps[0], attempt: 1 })
  assert.equal(released.run && progressOf(released.run, 'copy').paused, undefined)
})

test('an act rests only for a hold, once, and only as the live attempt of a step that changes something', () => {
  assert.deepEqual(send(story([job('copy')]).run, paused('copy')).events, [])
  const held = story([job('copy')], ask('hold')).run
  assert.deepEqual(send(held, paused('copy', 2)).events, [])
  assert.deepEqual(names(send(held, paused('copy')).events), ['act-paused copy'])
  assert.deepEqual(send(send(held, paused('copy')).run, paused('copy')).events, [])
  assert.deepEqual(send(story([REST], ask('hold')).run, paused('rest')).events, [])
})

test('an act that rests neither ends nor is lost: it is looked at again after the release', () => {
  const { run } = story([job('copy')], ask('hold'), paused('copy'))
  for (const command of [succeeded('copy'), failed('copy'), lost('copy'), diskLow('copy')])
    assert.deepEqual(send(run, command).events, [])
  assert.equal(send(send(run, release()).run, succeeded('copy')).run?.status, 'succeeded')
})

test('what an act rested does not count as time it took', () => {
  const minute = (n: number) => `2026-11-02T09:${String(n).padStart(2, '0')}:00.000Z`
  const told: readonly [Command, number][] = [
    [ask('hold'), 10],
    [paused('copy'), 12],
    [release(), 42],
    [ask('hold'), 45],
    [paused('copy'), 46],
  ]
  const { run } = told.reduce(
    (before, [command, at]) => ({ run: send(before.run, command, minute(at)).run ?? before.run }),
    { run: play([start(samplePlan([job('copy')]))]).run },
  )
  assert.equal(actedMs(progressOf(run, 'copy'), minute(59)), 16 * 60_000)
  const released = send(run, release(), minute(50)).run
  assert.equal(released && actedMs(progressOf(released, 'copy'), minute(59)), 25 * 60_000)
  assert.equal(actedMs(progressOf(run, 'nothing'), minute(59)), undefined)
})

test('a retry of an act that rested before it failed begins without its rest', () => {
  const { run } = story([job('copy')], ask('hold'), paused('copy'), release(), failed('copy'), {
    type: 'retry',
    by: STARTER,
  })
  const { paused: rest, pausedMs } = progressOf(run, 'copy')
  assert.deepEqual([rest, pausedMs], [undefined, undefined])
})

test('a rollback ends an act that rests before it takes anything back', () => {
  const { run } = story([job('copy')], ask('hold'), paused('copy'), ask('rollback'))
  assert.deepEqual([run.status, owed(run)?.do, run.undoing], ['rolling-back', 'halt', undefined])
  assert.deepEqual(send(run, halted('copy', 2)).events, [])
  const ended = send(run, halted('copy'))
  assert.deepEqual(names(ended.events), ['act-stopped copy', 'undo-started copy'])
  assert.equal(ended.run && owed(ended.run)?.do, 'undo')
  assert.equal(send(ended.run, undone('copy')).run?.status, 'rolled-back')
})

test('a rollback of an act that leaves nothing behind ends the act all the same', () => {
  const { run } = story([job('copy', 'nothing')], ask('hold'), paused('copy'), ask('rollback'))
  assert.equal(owed(run)?.do, 'halt')
  assert.deepEqual(names(send(run, halted('copy')).events), ['act-stopped copy', 'rolled-back'])
})

test('a rollback whose undo is done by hand ends the act before it asks anybody', () => {
  const { run } = story([job('copy', BY_HAND)], ask('hold'), paused('copy'), ask('rollback'))
  assert.deepEqual([run.status, owed(run)?.do], ['rolling-back', 'halt'])
  assert.deepEqual(send(run, halted('copy')).run?.status, 'waiting')
})

test('a hold while the act is being ended lets it end, and takes nothing back before the release', () => {
  const { run } = story([job('copy')], ask('hold'), paused('copy'), ask('rollback'), ask('hold', DBA))
  assert.deepEqual([run.status, owed(run)?.do], ['holding', 'halt'])
  const ended = send(run, halted('copy'))
  assert.deepEqual([ended.run?.status, names(ended.events)], ['held', ['act-stopped copy']])
  assert.deepEqual(names(send(ended.run, release()).events), ['released', 'undo-started copy'])
  const sooner = send(run, release())
  assert.deepEqual([sooner.run?.status, names(sooner.events)], ['rolling-back', ['released']])
  assert.equal(sooner.run && owed(sooner.run)?.do, 'halt')
})

test('an abort of a run whose act rests stops what is there', () => {
  const { run } = story([job('copy')], ask('hold'), paused('copy'), ask('abort'))
  assert.deepEqual(owed(run), { do: 'stop' })
  assert.deepEqual(send(run, halted('copy')).events, [])
  assert.equal(send(run, { type: 'stopped' }).run?.status, 'aborted')
})

test('a skip of an act that rests is refused', () => {
  assertRefused({
    steps: [job('copy'), PLUG],
    earlier: [ask('hold'), paused('copy')],
    command: ask('skip', DBA),
    code: 'still-acting',
    says: 'copy rests in the middle, so it is not skipped. /migrate release m7f3xq lets it go on; rollback and abort end it.',
  })
})

test('a disk that is about to fill holds the run once, by Drover, with its reason', () => {
  const { run, events } = story([job('copy')], diskLow('copy'))
  assert.deepEqual([run.status, run.hold?.by, run.hold?.reason], ['holding', 'drover', 'new has 2 GB free in /var.'])
  assert.equal(events.at(-1)?.actor, 'drover')
  assert.deepEqual(send(run, diskLow('copy')).events, [])
  const released = send(run, release()).run
  assert.deepEqual(names(send(released, diskLow('copy')).events), ['hold-asked'])
})

test('a disk that fills up while nothing acts holds nothing', () => {
  const cases = [story([REST], diskLow('rest')), story([job('copy')], diskLow('copy', 2))]
  for (const { run } of cases) assert.equal(run.hold, undefined)
  const { run } = story([job('copy')], ask('hold', NOBODY), diskLow('copy'))
  assert.equal(run.hold?.by, 'U4')
})

test('a history with a rest folds again to the same run', () => {
  const { run, events } = story([job('copy'), REST], ask('hold'), paused('copy'), release(), succeeded('copy'))
  const stored: readonly RunEvent[] = JSON.parse(JSON.stringify(events))
  const folded = stored.reduce<Run | undefined>(fold, undefined)
  assert.deepEqual(JSON.parse(JSON.stringify(folded)), JSON.parse(JSON.stringify(run)))
})

test('an approved act that was held before it began is measured and asked again after the release', () => {
  const drop = destructive('drop', {
    ...{ on: 'old', run: sh`dropdb`, destroys: 'cht', approvals: { dba: 1 }, shows: [ROWS] },
    ...{ undo: 'none', timeout: '5m' },
  })
  const approve: Command = { type: 'approve', by: DBA, role: 'dba', step: 'drop', revision: 1, via: 'button' }
  const passed = story([drop], measured('drop', 0), approve, measured('drop', 1, true)).run
  const held = send(send(passed, ask('hold')).run, { type: 'paused', step: 'drop', attempt: 1 }).run
  const { run, events } = send(held, release())
  assert.deepEqual(names(events), ['released', 'gate-fallen drop'])
  assert.equal(run && owed(run)?.do, 'measure')
})
