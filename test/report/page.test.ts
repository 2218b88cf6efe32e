import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, gate, manual } from '../../src/model/make-step.ts'
import { redact } from '../../src/model/redaction.ts'
import { seal } from '../../src/report/envelope.ts'
import { reportOf } from '../../src/report/report-of.ts'
import { verifyReport } from '../../src/report/verify-report.ts'
import { DBA, NOBODY, ROWS, STARTER, samplePlan } from '../model/sample.ts'
import { SIGNER } from './records-on.ts'
import { type Beat, EARLIER, GOOD_END, historyOf, smallPlan, sourceOf } from './story.ts'

const EVIL = `</script><script>alert(1)</script><img src=x onerror=alert(1)> "' & \u202e <@U1> <!channel> =HYPERLINK("x")`

function pageOf(beats: readonly Beat[], plan = smallPlan()): string {
  const source = sourceOf(historyOf(plan, beats).history, { timings: EARLIER })
  return seal(
    reportOf(source, (text) => redact(text, ['hunter2'])),
    SIGNER,
  ).html
}

test('evil text stays text wherever it comes in, and the page still proves itself', () => {
  const plan = samplePlan([manual('plug', { instructions: EVIL, undo: 'nothing' }), check('disk', ROWS)], {
    params: { [EVIL]: EVIL },
  })
  const html = pageOf(
    [
      [1, { type: 'hold', by: NOBODY, reason: EVIL }],
      [1, { type: 'release', by: STARTER }],
      [1, { type: 'done', by: STARTER, note: EVIL }],
      [1, { type: 'failed', step: 'disk', attempt: 1, failure: { summary: EVIL, cause: EVIL }, evidence: [] }],
      [1, { type: 'skip', by: STARTER, reason: EVIL }],
    ],
    plan,
  )
  assert.equal(html.match(/<script/g)?.length, 1)
  assert.equal(html.match(/<\/script/g)?.length, 1)
  assert.doesNotMatch(html, /<img/)
  assert.doesNotMatch(html.slice(0, html.indexOf('<script')), /\u202E/u)
  assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/)
  assert.equal(verifyReport(Buffer.from(html)).ok, true)
})

test('the page runs nothing and fetches nothing', () => {
  const html = pageOf(GOOD_END)
  assert.match(
    html,
    /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">/,
  )
  assert.doesNotMatch(html, /\ssrc=|\shref=|url\(|@import|\son\w+=/)
})

test('no report holds a secret, in the page or in what is embedded in it', () => {
  const html = pageOf([
    [
      1,
      {
        type: 'hold',
        by: DBA,
        reason: 'The password=hunter2 and postgres://me:topsecret@db are in the log, also hunter2.',
      },
    ],
  ])
  assert.doesNotMatch(html, /hunter2|topsecret/)
  assert.match(html, /\[secret\]/)
})

test('the timeline says how long people took, also where it is drawn shorter', () => {
  const html = pageOf(GOOD_END)
  assert.match(html, /go: waiting for people 3 h 25 min, 09:01:12 to 12:26:12 UTC/)
  assert.match(html, /drawn shorter than it was/)
  assert.match(html, /the earlier run: 10 min/)
})

test('a run that has only begun has a page, too', () => {
  const html = pageOf([], samplePlan([gate('go', { approvals: { dba: 1 }, shows: [ROWS] })]))
  assert.match(html, /Report of a run that has not ended/)
  assert.match(html, /No gate was opened\./)
})
