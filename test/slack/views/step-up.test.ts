import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { approveModal } from '../../../src/slack/views/approve-modal.ts'
import { gateCard } from '../../../src/slack/views/gate-card.ts'
import { threadLine } from '../../../src/slack/views/thread-line.ts'
import { dropping, OLGA, readCard, type Story } from './build.ts'

const ASKS =
  'Each approval asks for a *step-up code*, since what it sets off cannot be undone. `/migrate enroll` sends you one.'

function lines(story: Story, stepUp: boolean): readonly string[] {
  const { gate } = story.run
  assert.ok(gate)
  return readCard(gateCard(story.run, { ...gate, ...(stepUp && { stepUp }) }, story.view())).split('\n')
}

describe('step-up code', () => {
  it('is announced on the card of a gate that asks for it, and on no other', () => {
    assert.ok(lines(dropping(), true).includes(ASKS))
    assert.ok(!lines(dropping(), false).includes(ASKS))
  })

  it('is an input of the window only where it is asked for, and may not be left empty', () => {
    const { run } = dropping()
    assert.ok(run.gate)
    const inputs = (asks: boolean) =>
      run.gate ? approveModal(run, run.gate, 'data-owner', asks).blocks.filter(({ type }) => type === 'input') : []
    assert.deepEqual(
      inputs(true).map(({ block_id, optional }) => [block_id, optional]),
      [
        ['confirm', false],
        ['code', false],
        ['reason', true],
      ],
    )
    assert.deepEqual(inputs(true)[1]?.['element'], {
      type: 'plain_text_input',
      min_length: 6,
      max_length: 7,
      action_id: 'code',
    })
    assert.ok(inputs(false).every(({ block_id }) => block_id !== 'code'))
  })

  it('shows beside the decision that it proved, on the card and in the thread', () => {
    const story = dropping()
    const { gate } = story.run
    assert.ok(gate)
    const decision = {
      person: OLGA.id,
      role: 'data-owner',
      verdict: 'approve' as const,
      at: '2026-11-21T03:02:00.000Z',
      via: 'button',
      digest: gate.digest,
      steppedUp: true as const,
    }
    const card = readCard(gateCard(story.run, { ...gate, decisions: [decision] }, story.view()))
    assert.match(card, /Approved by <@U0OLGA> as data-owner · 1 of \d needed · .+ · with a step-up code$/m)
    const event = { type: 'decided' as const, step: gate.step, revision: gate.revision, decision }
    const line = threadLine(story.run, { ...event, seq: 99, at: decision.at, actor: OLGA.id, version: 1 }, story.view())
    assert.match(line?.text ?? '', /<@U0OLGA> approved .+ as data-owner, with a step-up code$/)
  })
})
