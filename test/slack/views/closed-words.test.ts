import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../../../src/model/step.ts'
import type { RunView } from '../../../src/slack/views/card.ts'
import { closedWords } from '../../../src/slack/views/closed-words.ts'
import { asking } from './build.ts'

const CLOSED = { says: 'Outside the window: it opens Sun 06:30 (UTC).', opensAt: '2026-11-22T06:30:00.000Z' }

function words(freshForMs: number | undefined, view: Partial<RunView> = { closed: CLOSED }): string | undefined {
  const story = asking()
  const { gate } = story.run
  assert.ok(gate)
  const step: Step = { kind: 'gate', id: 'go', title: 'Go', gate: { approvals: { dba: 1 }, shows: [], freshForMs } }
  return closedWords(step, gate, story.view(view))?.md
}

test('while nothing is closed nothing is said', () => {
  assert.equal(words(900_000, {}), undefined)
})

test('an approval before the opening waits for it', () => {
  assert.equal(
    words(undefined),
    '*Closed now.* Outside the window: it opens Sun 06:30 (UTC). An approval given now waits for the opening and can be withdrawn until then. Everything is measured again first.',
  )
})

test('an approval whose evidence is too old by then is better given later', () => {
  assert.equal(
    words(900_000),
    '*Closed now.* Outside the window: it opens Sun 06:30 (UTC). An approval given now would fall at the opening, since its evidence counts for 15 min: decide when it opens.',
  )
})
