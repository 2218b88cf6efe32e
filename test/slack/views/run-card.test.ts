import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { messageRefusal } from '../../../src/local-slack/rules/validate-message.ts'
import { decodeRef } from '../../../src/slack/ref.ts'
import { runCard } from '../../../src/slack/views/run-card.ts'
import {
  ANNA,
  asking,
  copying,
  cuttingOver,
  DAN,
  dropping,
  FAILURE,
  OLGA,
  planFor,
  readCard,
  remote,
  rowsOf,
  Story,
  smallSteps,
} from './build.ts'

const FOOTER =
  'Started by <@U0ANNA> <!date^1795230000^{date_short_pretty}, {time}|2026-11-21 03:00 UTC> · chain `3f2a91c0d4e5` · `/migrate why m7f3xq`'
const MEMBERS = { dba: [DAN.id, ANNA.id], 'data-owner': [OLGA.id] }

/** The first lines of the card: heading, status, and what it needs. */
function top(story: Story, count = 3): readonly string[] {
  return readCard(runCard(story.view({ members: MEMBERS })))
    .split('\n')
    .slice(0, count)
}

function buttons(story: Story): readonly string[] {
  return readCard(runCard(story.view()))
    .split('\n')
    .filter((line) => line.startsWith('['))
}

describe('run card', () => {
  it('says what runs, how far it is, and what can be done', () => {
    const story = copying()
    const progress = { done: 12_400, total: 20_000, unit: 'rows', note: '3.1 MB/s' }
    const more = { people: ['cutover'], afterMs: 60_000, asOf: '2026-11-21T03:06:00.000Z' }
    const eta = { remainingMs: 720_000, lateMs: 780_000, basis: 'median of 3 earlier runs, 1 step ahead', ...more }
    assert.equal(
      readCard(runCard(story.view({ progress, eta, stall: 'new-pg did not answer for 40 s.' }))),
      `couch2pg-move · m7f3xq
*Running:* Copy the tables — 12,400 of 20,000 rows (62 %), 3.1 MB/s, about 37 s left
\`████████████░░░░░░░░\`
:warning: *Stuck:* new-pg did not answer for 40 s.
*Driver*
<@U0ANNA>
*ETA*
<!date^1795231080^{date_short_pretty}, {time}|2026-11-21 03:18 UTC> ± 1 min, in about 12 min; median of 3 earlier runs, 1 step ahead
From cutover on: about 1 min of work. How long people take is in no number; they are needed at cutover.
*Point of no return*
3 steps away (drop-source-database). Until then there is a way back, how long is not known
2 of 6 steps done
complete | Look at the disk of new-pg | 1 min · 80 GB free.
complete | Go or no-go | 20,000 rows in 2 tables.
in_progress | Copy the tables
pending | Point users at new-pg
pending | Compare both sides
pending | Drop the source database
[Hold…]
[Abort…]
Next word by <!date^1795230900^{date_short_pretty}, {time}|2026-11-21 03:15 UTC>. If that passes, Drover is stuck or down: look at its machine.
${FOOTER}`,
    )
  })

  it('says since when nothing of the act has moved, until it moves', () => {
    const story = copying()
    const quiet = { ...story.live(), since: '2026-11-21T03:06:00.000Z' }
    story.tell({ type: 'quiet', ...quiet, mark: 'a' })
    const line =
      ':hourglass: *No progress since* <!date^1795230360^{date_short_pretty}, {time}|2026-11-21 03:06 UTC>: nothing that Copy the tables does, logs or writes has moved. Look at new-pg; `/migrate logs m7f3xq` shows what it said last. Drover does nothing about it by itself.'
    assert.equal(readCard(runCard(story.view())).includes(line), true)
    assert.equal(
      readCard(runCard(story.tell({ type: 'moved', ...story.live() }).view())).includes('No progress'),
      false,
    )
  })

  it('says that Drover is being restarted while it ends, and nothing of that where people have to go on', () => {
    const leaving = (story: Story) => readCard(runCard(story.view({ isLeaving: true })))
    assert.match(
      leaving(copying()),
      /^Drover is being ended or restarted, and what runs on hosts goes on\. If this still stands here in five minutes, start Drover on its machine\.$/m,
    )
    assert.doesNotMatch(leaving(asking()), /restarted|Next word/)
  })

  it('puts the state of the run into the fallback text', () => {
    assert.equal(
      runCard(asking().view({ members: MEMBERS })).text,
      'couch2pg-move m7f3xq: Waiting for a decision: Go or no-go\nWaits for dba (<@U0DAN>) and data-owner (<@U0OLGA>) to decide.',
    )
  })

  it('names who has to decide, the starter left out', () => {
    assert.deepEqual(top(asking()), [
      'couch2pg-move · m7f3xq',
      '*Waiting for a decision:* Go or no-go',
      '*Waits for* *dba* (<@U0DAN>) and *data-owner* (<@U0OLGA>) to decide.',
    ])
  })

  it('says when nobody can decide and where to add somebody', () => {
    const text = runCard(asking().view({ members: { dba: [ANNA.id], 'data-owner': [] } })).text
    assert.equal(
      text.split('\n')[1],
      'Waits for dba (nobody can: add somebody to `roles.dba` in drover.yml) and data-owner (nobody can: add somebody to `roles.data-owner` in drover.yml) to decide.',
    )
  })

  it('says what has to be done by hand and by whom', () => {
    assert.deepEqual(top(cuttingOver()), [
      'couch2pg-move · m7f3xq',
      '*Waiting for hand work:* Point users at new-pg',
      '*Waits for* *dba* (<@U0DAN> <@U0ANNA>) to do this by hand, then *Done…*: Change the DNS name pg.example.org to new-pg.',
    ])
    assert.deepEqual(buttons(cuttingOver()), ['[Done… primary]', '[Hold…]', '[Skip…]', '[Roll back…]', '[Abort…]'])
  })

  it('says who holds it, since when and why', () => {
    const held = copying().tell({ type: 'hold', by: OLGA, reason: 'clinic is still writing' })
    assert.equal(top(held)[1], '*Holding:* the run stops after Copy the tables on new-pg')
    held.succeeds()
    assert.deepEqual(top(held, 4), [
      'couch2pg-move · m7f3xq',
      '*Held* before Point users at new-pg',
      '*Held by* <@U0OLGA> since <!date^1795230360^{date_short_pretty}, {time}|2026-11-21 03:06 UTC>: clinic is still writing',
      '*Waits for* <@U0ANNA> or somebody with *dba* or *data-owner* to *Release*.',
    ])
    assert.deepEqual(buttons(held), ['[Release primary]', '[Skip…]', '[Roll back…]', '[Abort…]'])
  })

  it('says what failed and offers the ways on', () => {
    const story = copying().fails()
    assert.deepEqual(top(story), [
      'couch2pg-move · m7f3xq',
      '*Failed:* Copy the tables — pg_restore ended with code 1.',
      '*Waits for* <@U0ANNA> or somebody with *dba* or *data-owner* to decide how to go on.',
    ])
    assert.deepEqual(buttons(story), ['[Retry primary]', '[Skip…]', '[Roll back…]', '[Abort…]'])
  })

  it('asks to resolve what nobody knows, and offers no retry', () => {
    const story = copying()
    story.tell({ type: 'lost', ...story.live(), failure: { summary: 'The job is gone.' } })
    assert.equal(top(story)[1], '*Uncertain:* nobody knows whether this ran: Copy the tables')
    assert.deepEqual(buttons(story), ['[Resolve… primary]', '[Abort…]'])
  })

  it('tells the steps of a rollback apart from those of the way there', () => {
    const story = cuttingOver().tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    assert.equal(
      readCard(runCard(story.view())).split('\n').slice(1, 14).join('\n'),
      `*Rolling back:* Copy the tables on new-pg
*Driver*
<@U0ANNA>
*ETA*
N/A, no run of it has finished yet
*Point of no return*
not reached (drop-source-database)
Rolling back, at step 3 of 6
complete | Look at the disk of new-pg | 1 min · 80 GB free.
complete | Go or no-go | 20,000 rows in 2 tables.
in_progress | Copy the tables | being taken back
pending | Point users at new-pg | not finished
pending | Compare both sides`,
    )
  })

  it('says that taking back failed', () => {
    const story = cuttingOver().tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    story.tell({ type: 'undo-failed', step: 'copy-tables', attempt: 1, failure: FAILURE, uncertain: false })
    assert.equal(top(story)[1], '*Failed:* taking back Copy the tables — pg_restore ended with code 1.')
    assert.deepEqual(buttons(story), ['[Retry primary]', '[Skip…]', '[Abort…]'])
  })

  it('waits for hand work of a rollback too', () => {
    const story = cuttingOver().tell({ type: 'hold', by: DAN, reason: 'let me look' })
    story.tell({ type: 'done', by: DAN, note: 'changed' })
    story.tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    assert.deepEqual(top(story).slice(1), [
      '*Waiting for hand work:* taking back Point users at new-pg',
      '*Waits for* *dba* (<@U0DAN> <@U0ANNA>) to do this by hand, then *Done…*: Change it back.',
    ])
  })

  it('says how often a watch looks and when it gives up', () => {
    const soak = {
      kind: 'soak',
      id: 'watch',
      title: 'Watch the log',
      watch: rowsOf(),
      everyMs: 300_000,
      timeoutMs: 3_600_000,
    } as const
    const story = new Story(planFor([soak]))
    assert.equal(top(story)[1], '*Watching:* Watch the log. It looks every 5 min and gives up in 59 min')
  })

  it('says until when it waits', () => {
    const story = new Story(planFor([{ kind: 'wait', id: 'settle', title: 'Let it settle', forMs: 3_600_000 }]))
    assert.equal(
      top(story)[1],
      '*Waiting:* Let it settle, until <!date^1795233600^{date_short_pretty}, {time}|2026-11-21 04:00 UTC>',
    )
  })

  it('offers no way back once the point of no return is passed', () => {
    const story = dropping().approves(OLGA, 'data-owner', { typed: 'cht' }).measures().fails()
    assert.match(readCard(runCard(story.view())), /\*Point of no return\*\npassed \(drop-source-database\)/)
    assert.deepEqual(buttons(story), ['[Retry primary]', '[Skip…]', '[Abort…]'])
  })

  it('says that there is no point of no return when every step can be taken back', () => {
    const story = new Story(planFor(smallSteps().slice(0, 3)))
    assert.match(readCard(runCard(story.view())), /\*Point of no return\*\nnone, every step can be taken back/)
  })

  it('says that the jobs are being stopped, and lets somebody end it at once', () => {
    const story = copying().tell({ type: 'abort', by: ANNA, reason: 'wrong server' })
    assert.equal(top(story)[1], '*Aborting:* the jobs on the hosts are being stopped. wrong server')
    assert.deepEqual(buttons(story), ['[Abort…]'])
    story.tell({ type: 'stopped' })
    assert.equal(top(story)[1], '*Aborted* by <@U0ANNA>: wrong server')
    assert.deepEqual(buttons(story), ['[Details]'])
  })

  it('says how it ended and how long it took', () => {
    const story = dropping().approves(OLGA, 'data-owner', { typed: 'cht' }).measures().succeeds()
    assert.equal(
      readCard(runCard(story.view())).split('\n').slice(1, 8).join('\n'),
      '*Finished:* 6 steps\n*Driver*\n<@U0ANNA>\n*Took*\n12 min\n*Point of no return*\npassed (drop-source-database)',
    )
  })

  it('shows the steps around the live one when the plan is long', () => {
    const story = new Story(
      planFor(Array.from({ length: 60 }, (_, n) => remote(`copy-${n + 1}`, `Copy part ${n + 1}`))),
    )
    for (let n = 0; n < 30; n++) story.succeeds()
    const steps = readCard(runCard(story.view()))
      .split('\n')
      .filter((line) => line.includes(' | '))
    assert.equal(steps.length, 14)
    assert.equal(steps[0], 'complete | 26 earlier steps | 26 of them done')
    assert.equal(steps[5], 'in_progress | Copy part 31')
    assert.equal(steps[13], 'pending | 22 later steps | 0 of them done')
  })

  it('fits a plan of two hundred steps into what Slack takes', () => {
    const steps = Array.from({ length: 200 }, (_, n) => remote(`copy-${n + 1}`, `Copy part ${n + 1} `.repeat(9)))
    assert.equal(messageRefusal(runCard(new Story(planFor(steps)).view()), 'update'), undefined)
  })

  it('shows a step that waits for people as waiting, not as running', () => {
    const steps = readCard(runCard(asking().view())).split('\n')
    assert.ok(steps.includes('pending | Go or no-go | waits for people'), steps.join('\n'))
  })

  it('gives its buttons the attempt they are about', () => {
    const story = copying().fails().tell({ type: 'retry', by: ANNA }).fails()
    const block = runCard(story.view()).blocks.find(({ type }) => type === 'actions')
    const [retry] = Array.isArray(block?.['elements']) ? block['elements'] : []
    assert.deepEqual(decodeRef(retry?.value), { run: 'm7f3xq', step: 'copy-tables', attempt: 2, card: 'm7f3xq/card' })
  })

  it('never emphasises more than one button', () => {
    for (const story of [asking(), copying(), cuttingOver(), copying().fails()])
      assert.ok(buttons(story).filter((line) => line.endsWith(' primary]')).length <= 1)
  })
})
