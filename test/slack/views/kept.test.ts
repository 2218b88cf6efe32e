import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rules } from '../../../src/model/rules.ts'
import type { Person } from '../../../src/model/run.ts'
import { gateCard, runCard } from '../../../src/slack/views/index.ts'
import { threadLine } from '../../../src/slack/views/thread-line.ts'
import { asking, DAN, OLGA, readCard, type Story } from './build.ts'

const LEAD: Person = { id: 'U0LEAD', roles: ['sre-lead'] }
const says = 'Outside the window: it opens Mon 22:00 (Africa/Nairobi).'
const until = '2026-11-23T19:00:00.000Z'
const RULES: Rules = {
  override: ['sre-lead'],
  closed: { closures: [{ by: 'window', until, says }], says, opensAt: until },
}

/** A run whose act may not begin yet, in the phase it is in. */
function kept(story: Story): Story {
  return story.tell({ type: 'kept', ...story.live(), says, until })
}

const approved = () => asking().approves(DAN, 'dba').approves(OLGA, 'data-owner')

function cardOf(story: Story): string {
  return readCard(runCard(story.view()))
}

function gateOf(story: Story): string {
  const { run } = story
  return run.gate ? readCard(gateCard(run, run.gate, story.view())) : ''
}

test('an approval that waits for the window says so on both cards, with the way to take it back', () => {
  const story = kept(approved())
  assert.match(
    cardOf(story),
    /\*Approved, and waits:\* Go or no-go\. Outside the window: it opens Mon 22:00 \(Africa\/Nairobi\)\. It goes on by itself, and is measured again before that/,
  )
  assert.match(
    gateOf(story),
    /\*Approved by everybody who had to\.\* It waits\. Outside the window: it opens Mon 22:00 \(Africa\/Nairobi\)\. \*Withdraw\* takes an approval back until then\. The checks are measured once more/,
  )
  assert.match(gateOf(story), /\[Withdraw\]/)
})

test('a step that waits for the window says until when, and can be held, skipped, rolled back or given up', () => {
  const story = kept(approved().measures())
  const card = cardOf(story)
  assert.match(card, /\*Waits:\* Copy the tables\. Outside the window: .*\. It goes on by itself/)
  assert.match(card, /\[Hold…\]\n\[Skip…\]\n\[Roll back…\]\n\[Abort…\]/)
  const line = threadLine(story.run, story.last('act-kept'), story.view())
  assert.equal(line?.text, `:hourglass: Copy the tables waits. ${says}`)
})

test('what was overridden is on the run card from then on, and on every later gate', () => {
  const story = kept(asking().approves(DAN, 'dba'))
  story.tell({ type: 'release', by: LEAD, override: 'The clinic asked for it.', rules: RULES })
  const words =
    /\*Override\* by <@U0LEAD>, <!date\^[^>]*>: The clinic asked for it\. Outside the window: it opens Mon 22:00 \(Africa\/Nairobi\)\./
  assert.match(cardOf(story), words)
  assert.match(gateOf(story), words)
  const line = threadLine(story.run, story.last('overridden'), story.view())
  assert.match(line ? readCard(line) : '', words)
  const later = story.approves(OLGA, 'data-owner').measures().succeeds()
  assert.match(cardOf(later), words)
})
