import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRehearsal } from '../../../src/model/rehearsal.ts'
import type { Block, Card, Modal } from '../../../src/slack/views/card.ts'
import * as views from '../../../src/slack/views/index.ts'
import { ANNA, asking, copying, DAN, dropping, OLGA, planFor, read, Story, smallSteps } from './build.ts'

const REF = { run: 'm7f3xq', step: 'go', revision: 1, card: 'm7f3xq/gate/1' }

/** Everything that is exported and draws something about one run. A new view has to be put in one of the two lists. */
const ABOUT_A_RUN = [
  'closedGateCard',
  'driverCard',
  'failureCard',
  'gateCard',
  'notice',
  'preflightNote',
  'reminder',
  'runCard',
  'threadLine',
  'watchCard',
]
/** Windows are marked when they are opened (windowInMode); the others are about no run, or about many. */
const OTHERS = [
  'approveModal',
  'denyModal',
  'doneModal',
  'failureKey',
  'gateKey',
  'homeView',
  'inMode',
  'loadingModal',
  'reasonModal',
  'replyCard',
  'resolveModal',
  'rolesToDecide',
  'startModal',
  'whyClosed',
  'windowInMode',
]

/** Runs at every kind of place, of a rehearsal or of production. */
function stories(mode: 'production' | 'rehearsal'): readonly Story[] {
  const told = [
    asking(),
    asking()
      .approves(DAN, 'dba')
      .tell({ type: 'deny', by: OLGA, role: 'data-owner', via: 'button', reason: 'No.', ...asking().card() }),
    copying(),
    copying().fails(),
    copying().fails().tell({ type: 'rollback', by: ANNA, reason: 'It broke.' }),
    copying().tell({ type: 'hold', by: DAN, reason: 'Wait.' }),
    asking().tell({ type: 'abort', by: ANNA, reason: 'Wrong host.' }).tell({ type: 'stopped' }),
    dropping(),
  ]
  for (const story of told) {
    if (mode === 'production') continue
    story.run = { ...story.run, plan: { ...story.run.plan, mode, rehearses: 'abc' } }
  }
  return told
}

function cardsOf({
  run,
  events,
  view,
}: {
  run: Story['run']
  events: Story['events']
  view: views.RunView
}): readonly Card[] {
  const drawn = events.flatMap((event) => [
    views.notice(run, event, view),
    views.threadLine(run, event, view),
    event.type === 'gate-reminded' ? views.reminder(run, event) : undefined,
    event.type === 'preflighted' ? views.preflightNote(run, event) : undefined,
  ])
  return [
    views.runCard(view),
    views.failureCard(run, view),
    views.closedGateCard(run, REF, 'The approval fell.'),
    ...(run.gate ? [views.gateCard(run, run.gate, view)] : []),
    ...drawn.filter((card) => card !== undefined),
  ]
}

const all = (mode: 'production' | 'rehearsal') =>
  stories(mode).flatMap((story) => cardsOf({ run: story.run, events: story.events, view: story.view() }))

const firstOf = ({ blocks }: { readonly blocks: readonly Block[] }) => read(blocks.slice(0, 1))

test('every view is either marked in its place or about no single run', () => {
  const exported = Object.entries(views).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  assert.deepEqual(exported.toSorted(), [...ABOUT_A_RUN, ...OTHERS].toSorted())
})

test('every card of a rehearsal says so first, in what is shown and in what is read out', () => {
  for (const card of all('rehearsal')) {
    assert.match(card.text, /^REHEARSAL · /)
    assert.match(firstOf(card), /^\*?REHEARSAL\*?( · |$)/)
  }
})

test('the reminder of a vote and the note before a scheduled start say so, too', () => {
  const [story] = stories('rehearsal')
  assert.ok(story)
  const said = { seq: 9, at: story.run.startedAt, actor: 'drover', version: 1 } as const
  const roles = ['dba']
  const reminded = views.reminder(story.run, {
    ...said,
    type: 'gate-reminded',
    step: 'go',
    revision: 1,
    mark: 'half',
    roles,
  })
  assert.match(reminded.text, /^REHEARSAL · /)
})

test('no card of production says rehearsal', () => {
  for (const card of all('production')) assert.doesNotMatch(JSON.stringify(card), /rehearsal/i)
})

test('the card of a production run names its environment, where it has one', () => {
  const story = new Story()
  assert.match(
    read(views.runCard(story.view({ environment: 'clinics' })).blocks),
    /\*Mode\*\nproduction, on \*clinics\*/,
  )
  assert.doesNotMatch(read(views.runCard(story.view()).blocks), /Mode/)
})

test('the header of a rehearsal’s card begins with the word', () => {
  const [story] = stories('rehearsal')
  assert.ok(story)
  assert.equal(firstOf(views.runCard(story.view())), 'REHEARSAL · couch2pg-move · m7f3xq')
  assert.match(read(views.runCard(story.view()).blocks), /\*Mode\*\nrehearsal: nothing of production is changed/)
})

test('a window of a rehearsal says so, and what an abort does', () => {
  const [story] = stories('rehearsal')
  assert.ok(story)
  const modal: Modal = views.reasonModal('abort', REF)
  const marked = views.windowInMode(story.run, modal)
  assert.equal(
    firstOf(marked),
    '*REHEARSAL.* Nothing of production is changed. What it made is taken back in the end, after an abort as well.',
  )
  assert.deepEqual(views.windowInMode(new Story().run, modal), modal)
})

test('the home of a person tells rehearsals from production', () => {
  const [story] = stories('rehearsal')
  const production = new Story().run
  const home = views.homeView({ person: ANNA, active: [...(story ? [story.run] : []), production], recent: [] })
  assert.match(read(home.blocks), /\*REHEARSAL\* · \*couch2pg-move\* `m7f3xq`: \*waiting\*/)
  assert.match(read(home.blocks), /\n\*couch2pg-move\* `m7f3xq`: \*running\*/)
})

test('the preview of a rehearsal says so, and what it leaves out', () => {
  const plan = { ...planFor(smallSteps()), mode: 'rehearsal' as const, rehearses: 'abc', leavesOut: ['Users stay.'] }
  assert.equal(isRehearsal(plan), true)
  assert.match(
    read(views.replyCard({ text: 'Nothing was started.', plan }).blocks),
    /• Users stay\.\n\*REHEARSAL\* · \*couch2pg-move\* in 6 steps/,
  )
})
