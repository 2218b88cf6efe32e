import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvent } from '../../../src/model/event.ts'
import { remindersOf } from '../../../src/slack/draw/reminders.ts'
import { peopleOf } from '../../engine/scene.ts'
import { ANNA, asking, DAN, OLGA } from '../views/build.ts'

const PEOPLE = peopleOf({ dba: [DAN.id], 'data-owner': [OLGA.id, ANNA.id] })

function reminded(roles: readonly string[]) {
  const after = asking().run
  const event: RunEvent = {
    type: 'gate-reminded',
    step: 'go',
    revision: 1,
    mark: 'near',
    roles,
    seq: 9,
    at: '2026-11-21T05:00:00.000Z',
    actor: 'drover',
    version: 1,
  }
  return { before: after, event, after }
}

test('everybody who can still decide is told directly, and never who started the run', async () => {
  const letters = await remindersOf([reminded(['dba', 'data-owner'])], PEOPLE)
  assert.deepEqual(
    letters.map(({ key, channel }) => [key, channel]),
    [
      ['m7f3xq/reminder/9/U0DAN', 'U0DAN'],
      ['m7f3xq/reminder/9/U0OLGA', 'U0OLGA'],
    ],
  )
})

test('a reminder says what is asked, of whom, and where', async () => {
  const [letter] = await remindersOf([reminded(['dba'])], PEOPLE)
  assert.equal(
    letter?.text,
    'The time to decide is nearly over: couch2pg-move `m7f3xq` asks dba: Approve “Go or no-go”? Decide on the card in <#C0OPS>, or see `/migrate why m7f3xq`.',
  )
})

test('a gate that has closed since reminds nobody', async () => {
  const change = reminded(['dba'])
  assert.deepEqual(await remindersOf([{ ...change, after: { ...change.after, gate: undefined } }], PEOPLE), [])
})
