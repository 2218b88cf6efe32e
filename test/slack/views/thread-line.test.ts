import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EventType } from '../../../src/model/event.ts'
import { threadLine } from '../../../src/slack/views/thread-line.ts'
import { ANNA, asking, copying, cuttingOver, DAN, evidence, FAILURE, OLGA, readCard, Story } from './build.ts'

function line(story: Story, type: EventType): string | undefined {
  const card = threadLine(story.run, story.last(type), story.view())
  return card && readCard(card)
}

describe('thread line', () => {
  it('says at the start what was chosen and why, where somebody measured', () => {
    const story = new Story()
    assert.equal(line(story, 'started'), undefined)
    const plan = {
      ...story.run.plan,
      because: ['method=stream: nothing is written.', 'Forecast: about 40 min (25–70).'],
    }
    const card = threadLine({ ...story.run, plan }, story.last('started'), story.view())
    assert.equal(card && readCard(card), '• method=stream: nothing is written.\n• Forecast: about 40 min (25–70).')
  })

  it('says how a step ended, how long it took, and what was measured', () => {
    assert.equal(
      line(cuttingOver(), 'step-succeeded'),
      `:white_check_mark: *Copy the tables* · 1 min
:white_check_mark: *Copied*: 20,000 rows copied.
Measured <!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>`,
    )
  })

  it('lets a step that only looks speak by its evidence, once', () => {
    assert.equal(
      line(
        new Story().succeeds([evidence({ title: 'Disk', summary: '41 GB are free.', table: undefined })]),
        'step-succeeded',
      ),
      `:white_check_mark: *Disk*: 41 GB are free.
Measured <!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>`,
    )
  })

  it('says who did hand work and what they wrote', () => {
    const story = cuttingOver().tell({ type: 'done', by: DAN, note: 'changed it in the DNS console' })
    assert.equal(
      line(story, 'step-succeeded'),
      ':white_check_mark: *Point users at new-pg* · 1 min by <@U0DAN>: changed it in the DNS console',
    )
  })

  it('shows the evidence a gate passed with, once', () => {
    assert.equal(
      line(copying(), 'gate-passed'),
      `:white_check_mark: *Go or no-go* was approved, measured once more, and goes on
:white_check_mark: *Rows of cht*: 20,000 rows in 2 tables.
Measured <!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>
table | rows
doc | 19,000
form | 1,000`,
    )
    assert.equal(line(copying(), 'step-succeeded'), undefined)
  })

  it('says who decided and why', () => {
    const story = asking().approves(DAN, 'dba', { reason: 'backup is fresh' })
    assert.equal(line(story, 'decided'), '<@U0DAN> approved *Go or no-go* as dba: backup is fresh')
    story.tell({ type: 'withdraw', by: DAN, step: 'go', revision: 1 })
    assert.equal(line(story, 'withdrawn'), '<@U0DAN> withdrew the approval of *Go or no-go* as dba')
  })

  it('says that measuring again changed nothing', () => {
    const story = asking().tell({ type: 'refresh', by: ANNA, step: 'go', revision: 1 }).measures()
    assert.match(
      line(story, 'gate-refreshed') ?? '',
      /^\*Go or no-go\* was measured again, and nothing had moved\. The decisions stand\.\n/,
    )
  })

  it('says what failed, who skipped it, and which attempt begins', () => {
    const failed = copying().fails()
    assert.equal(line(failed, 'step-failed'), ':x: *Copy the tables*: pg_restore ended with code 1.')
    const skipped = copying().fails().tell({ type: 'skip', by: OLGA, reason: 'copied by hand' })
    assert.equal(
      line(skipped, 'step-skipped'),
      ':fast_forward: *Copy the tables* was skipped by <@U0OLGA>: copied by hand',
    )
    assert.equal(line(failed.tell({ type: 'retry', by: ANNA }), 'step-started'), 'Attempt 2 of *Copy the tables*')
  })

  it('says who looked and what they saw', () => {
    const story = copying()
    story.tell({ type: 'lost', ...story.live(), failure: { summary: 'The job is gone.' } })
    assert.equal(line(story, 'step-uncertain'), ':grey_question: *Copy the tables*: The job is gone.')
    story.tell({ type: 'resolve', by: DAN, outcome: 'failed', reason: 'the table is half full' })
    assert.equal(
      line(story, 'step-resolved'),
      ':mag: <@U0DAN> looked at *Copy the tables*: it failed. the table is half full',
    )
  })

  it('says what was taken back and what was not', () => {
    const story = cuttingOver().tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    story.tell({ type: 'undo-failed', step: 'copy-tables', attempt: 1, failure: FAILURE, uncertain: false })
    assert.equal(line(story, 'undo-failed'), ':x: Taking back *Copy the tables*: pg_restore ended with code 1.')
    story.tell({ type: 'retry', by: ANNA }).tell({ type: 'undone', step: 'copy-tables', attempt: 2 })
    assert.equal(line(story, 'step-undone'), ':leftwards_arrow_with_hook: *Copy the tables* was taken back')
  })

  it('has none for events that only begin something', () => {
    assert.equal(line(copying(), 'step-started'), undefined)
    assert.equal(line(copying(), 'started'), undefined)
    assert.equal(line(copying(), 'gate-opened'), undefined)
  })
})
