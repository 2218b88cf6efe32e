import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RunEvent } from '../../../src/model/event.ts'
import { notice } from '../../../src/slack/views/notice.ts'
import {
  ANNA,
  asking,
  copying,
  cuttingOver,
  DAN,
  dropping,
  evidence,
  OLGA,
  planFor,
  readCard,
  Story,
  smallSteps,
} from './build.ts'

const MEMBERS = { dba: [DAN.id], 'data-owner': [OLGA.id, ANNA.id] }

function said(story: Story, event: RunEvent): string | undefined {
  const card = notice(story.run, event, story.view({ members: MEMBERS }))
  return card && readCard(card)
}

function ended(story: Story, step: string): RunEvent {
  const event = story.events.find((one) => one.type === 'step-succeeded' && one.step === step)
  assert.ok(event)
  return event
}

describe('notice', () => {
  it('says that a run was started and what it will do', () => {
    const story = new Story()
    assert.equal(
      said(story, story.last('started')),
      '*Started:* *couch2pg-move* `m7f3xq` by <@U0ANNA>. 6 steps: 1 changing, 1 destructive, 2 waiting for people, 2 read-only.',
    )
  })

  it('mentions who has to decide', () => {
    const story = asking()
    assert.equal(
      said(story, story.last('gate-opened')),
      '*Decision needed:* *couch2pg-move* `m7f3xq`, *Go or no-go*. *dba* (<@U0DAN>) and *data-owner* (<@U0OLGA>) to decide.',
    )
  })

  it('says what moved when an approval falls', () => {
    const story = asking()
      .approves(DAN, 'dba')
      .approves(OLGA, 'data-owner')
      .measures([evidence({ values: { doc: 19_500, form: 1000 } })])
    assert.equal(
      said(story, story.last('gate-fallen')),
      '*Approval fell:* *couch2pg-move* `m7f3xq`, *Go or no-go*. Nothing was done. What moved:\n• Rows of cht: doc moved from 19000 to 19500.',
    )
  })

  it('says who denied, why, and what the driver can do', () => {
    const story = asking().tell({
      type: 'deny',
      by: DAN,
      role: 'dba',
      via: 'button',
      reason: 'backup is old',
      step: 'go',
      revision: 1,
    })
    assert.equal(
      said(story, story.last('gate-denied')),
      '*Denied and held:* *couch2pg-move* `m7f3xq` at *Go or no-go*, by <@U0DAN>: backup is old\n<@U0ANNA>, `/migrate release m7f3xq` asks again once it is sorted out.',
    )
  })

  it('says who holds it and when it stops', () => {
    const acting = copying().tell({ type: 'hold', by: OLGA, reason: 'clinic is still writing' })
    assert.equal(
      said(acting, acting.last('hold-asked')),
      '*Held:* *couch2pg-move* `m7f3xq` by <@U0OLGA>: clinic is still writing. It stops after the step that is running. `/migrate release m7f3xq` lets it go on.',
    )
    const waiting = asking().tell({ type: 'hold', by: OLGA, reason: 'wait for Dan' })
    assert.equal(
      said(waiting, waiting.last('hold-asked')),
      '*Held:* *couch2pg-move* `m7f3xq` by <@U0OLGA>: wait for Dan. Nothing happens now. `/migrate release m7f3xq` lets it go on.',
    )
    waiting.tell({ type: 'release', by: ANNA })
    assert.equal(
      said(waiting, waiting.last('released')),
      '*Released:* *couch2pg-move* `m7f3xq` by <@U0ANNA>. It goes on.',
    )
  })

  it('says what failed, what it means for the data, and who has to act', () => {
    const story = copying().fails()
    assert.equal(
      said(story, story.last('step-failed')),
      '*Failed:* *couch2pg-move* `m7f3xq`, *Copy the tables*. pg_restore ended with code 1.\nIt may have changed part of *new-pg*. It can be taken back.\nWaits for <@U0ANNA> or somebody with *dba* or *data-owner* to decide how to go on.',
    )
  })

  it('says that nobody knows, and who has to look', () => {
    const story = copying()
    story.tell({ type: 'lost', ...story.live(), failure: { summary: 'The job is gone.' } })
    assert.equal(
      said(story, story.last('step-uncertain')),
      '*Uncertain:* *couch2pg-move* `m7f3xq`, *Copy the tables*. The job is gone.\nNobody knows whether it changed *new-pg*. It is not repeated; nothing happens until somebody has looked.\nWaits for <@U0ANNA> or somebody with *dba* or *data-owner* to look at the host and *Resolve…*.',
    )
  })

  it('says that users were moved, and that the verification is through', () => {
    const story = dropping()
    assert.equal(
      said(story, ended(story, 'cutover')),
      '*Cut over:* *couch2pg-move* `m7f3xq`. *Point users at new-pg* is done, and users are on the target now.',
    )
    assert.equal(
      said(story, ended(story, 'verification')),
      '*Verified:* *couch2pg-move* `m7f3xq`. Both sides hold 20,000 rows.',
    )
    assert.equal(said(story, ended(story, 'copy-tables')), undefined)
  })

  it('says that verification finished when the run is done', () => {
    const story = dropping().approves(OLGA, 'data-owner', { typed: 'cht' }).measures().succeeds()
    assert.equal(
      said(story, story.last('finished')),
      '*Verification finished:* Both sides hold 20,000 rows.\n*couch2pg-move* `m7f3xq` is done: 6 steps in 12 min.',
    )
  })

  it('does not claim a verification that did not happen', () => {
    const story = new Story(planFor(smallSteps().slice(0, 1))).fails().tell({ type: 'skip', by: DAN, reason: 'known' })
    assert.equal(
      said(story, story.last('finished')),
      '*Finished:* *couch2pg-move* `m7f3xq` is done: 1 step in 2 min, 1 of them skipped.',
    )
  })

  it('says that it goes back, that it is back, or that it was given up', () => {
    const back = cuttingOver().tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    assert.equal(
      said(back, back.last('rollback-asked')),
      '*Rolling back:* *couch2pg-move* `m7f3xq` by <@U0ANNA>: users complain',
    )
    back.tell({ type: 'undone', step: 'copy-tables', attempt: 1 })
    assert.equal(
      said(back, back.last('rolled-back')),
      '*Rolled back:* *couch2pg-move* `m7f3xq`. Everything that could be taken back was, latest step first.',
    )
    const given = copying().tell({ type: 'abort', by: ANNA, reason: 'wrong server' }).tell({ type: 'stopped' })
    assert.equal(
      said(given, given.last('aborted')),
      '*Aborted:* *couch2pg-move* `m7f3xq`: wrong server\nWhat it had changed stays as it is. `/migrate steps m7f3xq` lists it.',
    )
  })

  it('asks the driver to look at an act that does not move', () => {
    const story = copying()
    const since = new Date(Date.parse(story.view().now.toISOString()) - 1_200_000).toISOString()
    story.tell({ type: 'quiet', ...story.live(), since, mark: 'a' })
    assert.equal(
      said(story, story.last('act-quiet')),
      '*No progress:* *couch2pg-move* `m7f3xq`, *Copy the tables*. Nothing that it does, logs or writes has moved for 20 min; it may be stuck.\n<@U0ANNA>: Look at new-pg; `/migrate logs m7f3xq` shows what it said last. Drover does nothing about it by itself.',
    )
  })

  it('leaves out bold marks in the fallback text', () => {
    const story = new Story()
    assert.match(notice(story.run, story.last('started'), story.view())?.text ?? '', /^Started: couch2pg-move `m7f3xq`/)
  })
})
