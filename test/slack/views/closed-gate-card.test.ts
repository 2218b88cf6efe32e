import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { closedGateCard, whyClosed } from '../../../src/slack/views/closed-gate-card.ts'
import { asking, copying, DAN, evidence, OLGA, readCard } from './build.ts'

describe('closed gate card', () => {
  it('is struck through, says what moved from what to what, and has no buttons', () => {
    const before = asking().approves(DAN, 'dba', { reason: 'backup is fresh' }).approves(OLGA, 'data-owner')
    const { gate } = before.run
    assert.ok(gate)
    const story = before.measures([evidence({ values: { doc: 19_500, form: 1000 } })])
    const card = closedGateCard(story.run, gate, whyClosed(story.last('gate-fallen')) ?? '')
    assert.equal(
      readCard(card),
      `~Approve “Go or no-go”?~
The approval fell, because what was measured has moved. A new card asks again.
• Rows of cht: doc moved from 19000 to 19500.
Approved by <@U0DAN> as dba: backup is fresh
Approved by <@U0OLGA> as data-owner
revision 1 · \`/migrate why m7f3xq\``,
    )
    assert.equal(
      card.text,
      'm7f3xq: closed: Approve “Go or no-go”? The approval fell, because what was measured has moved. A new card asks again.',
    )
    assert.deepEqual(
      card.blocks.map(({ type }) => type),
      ['section', 'section', 'context'],
    )
  })

  it('needs to know no more of the gate than step and revision', () => {
    const story = copying()
    const card = closedGateCard(story.run, { step: 'go', revision: 1 }, whyClosed(story.last('gate-passed')) ?? '')
    assert.equal(
      readCard(card),
      `~Approve “Go or no-go”?~
Approved. The checks were measured again, nothing had moved, and the run went on.
revision 1 · \`/migrate why m7f3xq\``,
    )
  })

  it('knows which events close a gate', () => {
    const story = asking().tell({
      type: 'deny',
      by: DAN,
      role: 'dba',
      via: 'button',
      reason: 'backup is old',
      step: 'go',
      revision: 1,
    })
    assert.equal(whyClosed(story.last('gate-denied')), 'Denied: backup is old')
    assert.equal(whyClosed(story.last('gate-opened')), undefined)
    assert.equal(whyClosed(story.last('decided')), undefined)
  })
})
