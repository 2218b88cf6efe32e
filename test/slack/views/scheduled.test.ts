import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Command } from '../../../src/model/command.ts'
import type { Fit } from '../../../src/model/last-safe.ts'
import { nextLook } from '../../../src/model/schedule.ts'
import { gateCard, notice, preflightNote, runCard, threadLine } from '../../../src/slack/views/index.ts'
import { ANNA, DAN, dropping, evidence, OLGA, planFor, readCard, Story, smallSteps } from './build.ts'

type Look = Extract<Command, { type: 'preflighted' }>

const STARTS = '2026-11-21T05:00:00.000Z'
const BEGINS = '<!date^1795237200^{date_short_pretty}, {time}|2026-11-21 05:00 UTC>'
const LOOKED = '<!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>'
const MEMBERS = { dba: [DAN.id, ANNA.id], 'data-owner': [OLGA.id] }
const FULL: Look = {
  type: 'preflighted',
  look: 1,
  evidence: [
    evidence({ title: 'Disk', outcome: 'fail', summary: '3 GB free.', advice: 'Free 12 GB.', table: undefined }),
  ],
  people: [
    'go needs 1 dba, each a different person; for dba the same people are needed for other roles too (<@U0DAN>).',
  ],
}
const FINE: Look = { type: 'preflighted', look: 1, evidence: [evidence()], people: [] }

function scheduled(...commands: readonly Command[]): Story {
  const story = new Story(planFor(smallSteps()), 'm7f3xq', STARTS)
  for (const command of commands) story.tell(command)
  return story
}

/** One more look. */
function again(story: Story, look: Look): Story {
  return story.tell({ ...look, look: story.run.schedule ? nextLook(story.run.schedule) : 1 })
}

function post(story: Story): string | undefined {
  const event = story.events.at(-1)
  const said = event && notice(story.run, event, story.view({ members: MEMBERS }))
  return said && readCard(said)
}

function card(story: Story): readonly string[] {
  return readCard(runCard(story.view({ members: MEMBERS }))).split('\n')
}

describe('a scheduled run', () => {
  it('asks at once who can be there, in everybody’s own time', () => {
    assert.equal(
      post(scheduled()),
      `*Scheduled:* *couch2pg-move* \`m7f3xq\` by <@U0ANNA>, to begin ${BEGINS}.
*Who can decide from ${BEGINS} on?* *dba* (<@U0DAN>) and *data-owner* (<@U0OLGA>): \`/migrate who m7f3xq here=yes\`, or \`here=no\`.`,
    )
  })

  it('names the time it will take where the planner reckoned it', () => {
    const forecast = { seconds: { likely: 3600, least: 3000, most: 7200 }, stepSeconds: {}, mounts: [] }
    const story = new Story({ ...planFor(smallSteps()), forecast }, 'm7f3xq', STARTS)
    const end = '<!date^1795244400^{date_short_pretty}, {time}|2026-11-21 07:00 UTC>'
    assert.match(
      post(story) ?? '',
      new RegExp(`Who can decide between .*05:00 UTC> and ${end.replaceAll(/[\^|{}]/g, '\\$&')}\\?`),
    )
  })

  it('shows on its card when it begins, and that nothing was measured yet', () => {
    assert.deepEqual(card(scheduled()).slice(0, 8), [
      'couch2pg-move · m7f3xq',
      `*Scheduled:* it begins ${BEGINS}, in 1 h 59 min`,
      '*First checks:* not measured yet',
      '*Can be there:* *dba* nobody said so yet; *data-owner* nobody said so yet',
      '*Driver*',
      '<@U0ANNA>',
      '*Begins*',
      BEGINS,
    ])
    assert.deepEqual(
      card(scheduled()).filter((line) => line.startsWith('[')),
      ['[Hold…]', '[Abort…]'],
    )
  })

  it('shows on its card what is not in order, and who said that they come', () => {
    assert.deepEqual(card(scheduled(FULL, { type: 'attend', by: DAN, here: true })).slice(2, 6), [
      `*Not in order* ${LOOKED}:`,
      '• Disk: 3 GB free. Free 12 GB.',
      '• go needs 1 dba, each a different person; for dba the same people are needed for other roles too (<@U0DAN>).',
      '*Can be there:* *dba* <@U0DAN>; *data-owner* nobody said so yet',
    ])
    assert.equal(card(scheduled(FINE))[2], `*First checks:* everything was in order ${LOOKED}`)
  })

  it('says once what is not in order, in the channel and to the driver, and once that it is again', () => {
    const story = scheduled(FULL)
    const said = `*Not in order:* *couch2pg-move* \`m7f3xq\`, which begins ${BEGINS}. Nothing was changed. What was found:
• Disk: 3 GB free. Free 12 GB.
• go needs 1 dba, each a different person; for dba the same people are needed for other roles too (<@U0DAN>).`
    assert.equal(post(story), said)
    const event = story.last('preflighted')
    const note = event.type === 'preflighted' ? preflightNote(story.run, event) : undefined
    assert.equal(note && readCard(note), said)
    assert.equal(post(again(story, FULL)), undefined)
    assert.equal(
      post(again(story, FINE)),
      `*In order again:* *couch2pg-move* \`m7f3xq\`, which begins ${BEGINS}. Every first check passes, and every role has its people.`,
    )
    assert.equal(post(again(story, FINE)), undefined)
  })

  it('says in its thread who can be there', () => {
    const story = scheduled({ type: 'attend', by: OLGA, here: false })
    const line = threadLine(story.run, story.last('attendance-said'), story.view())
    assert.equal(line && readCard(line), '<@U0OLGA> cannot be there as *data-owner*')
  })

  it('that is held says that it has not begun, and can be released or given up', () => {
    const held = scheduled({ type: 'hold', by: DAN, reason: 'The backup is late.' })
    assert.equal(card(held)[1], `*Held* before it began; it was scheduled for ${BEGINS}`)
    assert.deepEqual(
      card(held).filter((line) => line.startsWith('[')),
      ['[Release primary]', '[Abort…]'],
    )
  })
})

const FIT: Fit = {
  closesAt: STARTS,
  restMs: 1_200_000,
  reverseMs: 600_000,
  lastSafeAt: '2026-11-21T04:30:00.000Z',
  unknown: [],
}
const LAST = '<!date^1795235400^{date_short_pretty}, {time}|2026-11-21 04:30 UTC>'

describe('the point of no return', () => {
  it('is shown with the work until then, and how long the way back takes', () => {
    const estimates = {
      actMs: { disk: 1000, 'copy-tables': 1_200_000, verification: 60_000 },
      undoMs: { 'copy-tables': 90_000, cutover: 30_000 },
    }
    const story = new Story()
    const shown = readCard(runCard(story.view({ eta: { basis: 'learnt', estimates, fit: FIT } }))).split('\n')
    const at = shown.indexOf('*Point of no return*')
    assert.deepEqual(shown.slice(at + 1, at + 4), [
      '5 steps away (drop-source-database), after about 21 min of work. Until then there is a way back, about 2 min',
      '*Window*',
      `closes ${BEGINS}; last safe start ${LAST}, for about 20 min of work and 10 min of way back`,
    ])
  })

  it('and its last safe start are on the card of the gate that gives the way back up', () => {
    const { run, view } = { run: dropping().run, view: dropping().view({ eta: { basis: 'learnt', fit: FIT } }) }
    assert.ok(run.gate)
    const shown = readCard(gateCard(run, run.gate, view)).split('\n')
    assert.ok(
      shown.includes(
        '*Point of no return:* this step (drop-source-database). Until then there is a way back, how long is not known.',
      ),
    )
    assert.ok(
      shown.includes(
        `*Window:* closes ${BEGINS}; last safe start ${LAST}, for about 20 min of work and 10 min of way back.`,
      ),
    )
  })

  it('says what nobody knows instead of guessing', () => {
    const fit: Fit = { closesAt: STARTS, unknown: ['copy-tables', 'undo of copy-tables'] }
    const shown = readCard(runCard(new Story().view({ eta: { basis: 'learnt', fit } })))
    assert.match(
      shown,
      /; nobody knows whether the rest fits, since copy-tables and undo of copy-tables were never timed\n/,
    )
  })
})
