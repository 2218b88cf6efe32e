import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remote, undoWith } from '../../src/model/make-step.ts'
import { sh } from '../../src/model/shell.ts'
import type { Report } from '../../src/report/report.ts'
import { reportOf } from '../../src/report/report-of.ts'
import { STARTER, samplePlan } from '../model/sample.ts'
import { type Beat, EARLIER, GOOD_END, historyOf, smallPlan, sourceOf, succeeded, TAKEN_BACK } from './story.ts'

function report(beats: readonly Beat[], plan = smallPlan()): Report {
  return reportOf(sourceOf(historyOf(plan, beats).history, { timings: EARLIER }), (text) => text)
}

test('waiting for people is kept apart from work', () => {
  const { spent, steps } = report(GOOD_END)
  assert.equal(spent.tookMs, spent.workedMs + spent.waitedMs + spent.passedMs)
  assert.deepEqual(
    steps.map(({ step, state, attempts, workedMs, waitedMs }) => [step, state, attempts, workedMs, waitedMs]),
    [
      ['disk', 'succeeded', 1, 60_000, 0],
      ['go', 'succeeded', 1, 24_000, 12_492_000],
      ['copy', 'succeeded', 2, 786_000, 720_000],
      ['counts', 'succeeded', 1, 60_000, 0],
    ],
  )
})

test('times stand beside those of earlier runs, never of this one or a later one', () => {
  const { history } = historyOf(smallPlan(), GOOD_END)
  const later = { migration: 'move-box', run: 'cccccc', step: 'copy', actedMs: 1 }
  const own = { migration: 'move-box', run: 'm7f3xq', step: 'disk', actedMs: 60_000 }
  const compared = reportOf(
    sourceOf(history, { timings: [...EARLIER, own, later], modes: { bbbbbb: 'rehearsal' } }),
    (text) => text,
  )
  assert.deepEqual(compared.earlier, { run: 'bbbbbb', mode: 'rehearsal', runs: 2 })
  assert.deepEqual(compared.steps[2]?.earlier, { runs: 2, medianMs: 540_000, newestMs: 600_000 })
  assert.equal(compared.steps[3]?.earlier, undefined)
})

test('every revision of a gate is there, with what felled it and what each person signed', () => {
  const { gates } = report(GOOD_END)
  assert.deepEqual(
    gates.map(({ revision, ended, because, decisions }) => [
      revision,
      ended,
      because,
      decisions.map(({ who, role, verdict }) => `${who} ${verdict} as ${role}`),
    ]),
    [
      [1, 'fell', ['Rows: rows moved from 10 to 11.'], ['Ben approve as dba', 'Chioma approve as owner']],
      [2, 'passed', [], ['Ben approve as dba', 'Chioma approve as owner']],
    ],
  )
  for (const { decisions, digest } of gates) for (const decision of decisions) assert.equal(decision.digest, digest)
})

test('what did not go as planned is listed with why', () => {
  const { deviations } = report(GOOD_END)
  assert.deepEqual(
    deviations.map(({ kind, who, words }) => [kind, who, words]),
    [
      [
        'refusal',
        'Anna',
        'Refused approve as dba (own-run): You started this run, so somebody else has to decide. /migrate who m7f3xq names them.',
      ],
      ['fall', 'Drover', 'go: the approval of revision 1 fell: Rows: rows moved from 10 to 11.'],
      ['failure', 'Drover', 'copy: attempt 1 failed: The disk of new was full.'],
      ['retry', 'Anna', 'copy: attempt 2 began.'],
    ],
  )
})

test('checks are told apart by whether the run had changed anything', () => {
  const { checks } = report(GOOD_END)
  assert.deepEqual(
    checks.map(({ step, title, moment }) => [step, title, moment]),
    [
      ['disk', 'Disk of new', 'before'],
      ['go', 'Rows', 'before'],
      ['counts', 'Rows', 'after'],
      ['counts', 'Disk of new', 'after'],
    ],
  )
})

test('charts hold only what events hold', () => {
  const { moved, disks } = report(GOOD_END)
  assert.deepEqual(moved, [{ step: 'copy', rows: 20_000, bytes: 1_400_000_000 }])
  assert.deepEqual(disks, [
    {
      title: 'Disk of new',
      mount: '/',
      points: [
        { at: '2026-11-02T09:01:00.000Z', freeBytes: 40e9 },
        { at: '2026-11-02T13:00:00.000Z', freeBytes: 25e9 },
      ],
    },
  ])
  const plain = report([[1, succeeded('disk')]])
  assert.deepEqual([plain.moved, plain.disks], [[], []])
})

test('a run that was rolled back says so, what was taken back, and that nothing is left', () => {
  const { result, run, steps, spans, openEnds } = report(TAKEN_BACK)
  assert.equal(run.status, 'rolled-back')
  assert.match(
    result,
    /^It was rolled back after .*: Two rows are missing\. Everything that could be taken back was\.$/,
  )
  assert.deepEqual(
    steps.map(({ step, state }) => `${step} ${state}`),
    ['disk succeeded', 'go succeeded', 'copy undone', 'counts failed'],
  )
  assert.equal(spans.filter(({ undoing }) => undoing).map(({ step }) => step)[0], 'copy')
  assert.deepEqual(openEnds, [])
})

test('an aborted run lists what it left behind and how to take it back, and what never ran', () => {
  const copy = (id: string) =>
    remote(id, { on: 'new', run: sh`copy`, timeout: '5m', undo: undoWith('new', sh`remove`) })
  const { openEnds, result } = report(
    [
      [1, succeeded('one')],
      [1, { type: 'failed', step: 'two', attempt: 1, failure: { summary: 'Broken.' }, evidence: [] }],
      [1, { type: 'abort', by: STARTER, reason: 'Wrong server.' }],
      [1, { type: 'stopped' }],
    ],
    samplePlan([copy('one'), copy('two'), copy('three')]),
  )
  assert.match(result, /^It was aborted after .*, with 1 of 3 steps done: Wrong server\. What it did stays\.$/)
  assert.deepEqual(
    openEnds.map(({ step, words, since }) => [step, words, since]),
    [
      ['one', 'Was done, and stands as it is. To take it back, on new: remove', '2026-11-02T09:01:00.000Z'],
      [
        'two',
        'Began and did not end well: what it did is not known to be whole. To take it back, on new: remove',
        '2026-11-02T09:02:00.000Z',
      ],
      ['three', 'Never ran. It left nothing behind.', undefined],
    ],
  )
})

test('a step that somebody skipped is left to do', () => {
  const { openEnds } = report([
    ...GOOD_END.slice(0, -3),
    [1, { type: 'skip', by: STARTER, reason: 'Copied by hand.' }],
    [1, succeeded('counts')],
  ])
  assert.deepEqual(
    openEnds.map(({ step, words }) => [step, words]),
    [['copy', 'Skipped by Anna: Copied by hand. What it was to do is still to be done, or to be given up.']],
  )
})

test('the head of the chain is the hash of the newest event', () => {
  const { history } = historyOf(smallPlan(), GOOD_END)
  assert.deepEqual(report(GOOD_END).chain, { events: history.length, head: history.at(-1)?.hash })
})
