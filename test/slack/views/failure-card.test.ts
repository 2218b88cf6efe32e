import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureCard, failureKey } from '../../../src/slack/views/failure-card.ts'
import {
  ANNA,
  copying,
  cuttingOver,
  dropping,
  evidence,
  FAILURE,
  OLGA,
  planFor,
  readCard,
  remote,
  Story,
  smallSteps,
} from './build.ts'

function read(story: Story): readonly string[] {
  return readCard(failureCard(story.run, story.view())).split('\n')
}

function forTheData(story: Story): string | undefined {
  return read(story).find((line) => line.startsWith('*For the data:*'))
}

describe('failure card', () => {
  it('says what broke, why, what it means for the data, what to do, and shows the last lines', () => {
    assert.equal(
      read(copying().fails()).join('\n'),
      `Failed: Copy the tables · m7f3xq
pg_restore ended with code 1.
*Cause:* The disk of new-pg is full.
*For the data:* It may have changed part of *new-pg*. It can be taken back.
*Do this:* Free 12 GB under /var/lib/postgresql, then Retry.
*Waits for* <@U0ANNA> or somebody with *dba* or *data-owner* to decide how to go on.
pg_restore: processing data for table "doc"
pg_restore: error: No space left on device
[Retry primary]
[Skip…]
[Roll back…]
[Abort…]
\`copy-tables\` on *new-pg* · attempt 1 · <!date^1795230360^{date_short_pretty}, {time}|2026-11-21 03:06 UTC> · \`/migrate logs m7f3xq\``,
    )
  })

  it('has a fallback text that says it all', () => {
    const story = copying().fails()
    assert.equal(
      failureCard(story.run, story.view()).text,
      'm7f3xq: failed: Copy the tables. pg_restore ended with code 1.',
    )
  })

  it('leaves out what is not known', () => {
    assert.deepEqual(read(copying().fails({ summary: 'The job ended with code 3.' })).slice(0, 4), [
      'Failed: Copy the tables · m7f3xq',
      'The job ended with code 3.',
      '*For the data:* It may have changed part of *new-pg*. It can be taken back.',
      '*Waits for* <@U0ANNA> or somebody with *dba* or *data-owner* to decide how to go on.',
    ])
  })

  it('asks to look and resolve when nobody knows whether the step ran', () => {
    const story = copying()
    story.tell({
      type: 'lost',
      ...story.live(),
      failure: { summary: 'The job is gone from new-pg and left no exit code.' },
    })
    assert.deepEqual(read(story).slice(0, 6), [
      'Uncertain: Copy the tables · m7f3xq',
      'The job is gone from new-pg and left no exit code.',
      '*For the data:* Nobody knows whether it changed *new-pg*. It is not repeated; nothing happens until somebody has looked.',
      '*Waits for* <@U0ANNA> or somebody with *dba* or *data-owner* to look at the host and *Resolve…*.',
      '[Resolve… primary]',
      '[Abort…]',
    ])
  })

  it('says that a failed look has changed nothing', () => {
    assert.equal(forTheData(new Story().fails()), '*For the data:* This step only looks, so it changed nothing.')
  })

  it('says that a step that had not begun has changed nothing', () => {
    const bad = evidence({ outcome: 'fail', summary: '12 rows are missing.', advice: 'Copy the tables again.' })
    const story = new Story(planFor(smallSteps().slice(5))).measures([bad])
    assert.deepEqual(read(story).slice(1, 4), [
      '12 rows are missing.',
      '*For the data:* It had not begun to act, so it changed nothing.',
      '*Do this:* Copy the tables again.',
    ])
  })

  it('says that what a destructive step destroys may be gone', () => {
    const story = dropping().approves(OLGA, 'data-owner', { typed: 'cht' }).measures().fails()
    assert.equal(
      forTheData(story),
      '*For the data:* Part of this may be gone already: the only other copy of cht. *It cannot be taken back.*',
    )
  })

  it('tells taking back apart from the step itself', () => {
    const story = cuttingOver().tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    story.tell({ type: 'undo-failed', step: 'copy-tables', attempt: 1, failure: FAILURE, uncertain: false })
    assert.equal(read(story)[0], 'Failed: taking back Copy the tables · m7f3xq')
    assert.equal(
      forTheData(story),
      '*For the data:* What *Copy the tables* changed on *new-pg* may still be there. The steps before it are not taken back yet.',
    )
    assert.equal(failureKey(story.run), 'm7f3xq/failure/copy-tables/undo-1')
  })

  it('shows no more than the last twenty lines of a log', () => {
    const tail = Array.from({ length: 50 }, (_, n) => `line ${n + 1}`).join('\n')
    const story = new Story(planFor([remote('copy', 'Copy')])).fails({ ...FAILURE, tail })
    const shown = read(story).filter((line) => line.startsWith('line '))
    assert.deepEqual([shown.length, shown[0], shown.at(-1)], [20, 'line 31', 'line 50'])
    assert.equal(failureKey(story.run), 'm7f3xq/failure/copy/1')
  })
})
