import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeRef } from '../../../src/slack/ref.ts'
import type { Modal } from '../../../src/slack/views/card.ts'
import { loadingModal } from '../../../src/slack/views/modal.ts'
import { denyModal, doneModal, reasonModal, resolveModal } from '../../../src/slack/views/steering-modals.ts'
import { copying, cuttingOver, read } from './build.ts'

const REF = { run: 'm7f3xq', step: 'copy-tables', card: 'm7f3xq/card' }

function inputs({ blocks }: Modal): readonly unknown[] {
  return blocks.filter(({ type }) => type === 'input').map(({ block_id, optional }) => [block_id, optional])
}

describe('windows that steer a run', () => {
  it('say what will happen before they ask why', () => {
    const texts = {
      hold: `*Hold:* \`m7f3xq\`
A step that is running ends first. After that nothing happens until somebody releases the run.
Why does it have to stop?
Stays in the record.`,
      skip: `*Skip this step:* \`m7f3xq\` at *copy-tables*
The run goes on as if the step were done, without running it. Every later gate shows your reason.
Why is it safe to go on without it?
Stays in the record.`,
      rollback: `*Roll back:* \`m7f3xq\`
Every step that changed something is taken back, latest first. Data written to the target since then may be lost.
Why does it have to go back?
Stays in the record.`,
      abort: `*Abort:* \`m7f3xq\`
The jobs on the hosts are stopped and the run ends. What it has changed stays as it is; nothing is taken back.
Why is it given up?
Stays in the record.`,
    }
    for (const verb of ['hold', 'skip', 'rollback', 'abort'] as const) {
      const window = reasonModal(verb, REF)
      assert.equal(read(window.blocks), texts[verb])
      assert.equal(window.callback_id, verb)
      assert.deepEqual(inputs(window), [['reason', false]])
      assert.deepEqual(decodeRef(window.private_metadata), REF)
    }
  })

  it('ask for a reason to deny', () => {
    const window = denyModal({ ...REF, step: 'go', revision: 1 })
    assert.equal(
      read(window.blocks),
      `*Deny:* \`m7f3xq\` at *go*
The run is held. Nothing happens until somebody releases it; then the question is asked again.
What has to change first?
The driver reads this. Stays in the record.`,
    )
    assert.deepEqual([window.callback_id, inputs(window)], ['deny', [['reason', false]]])
  })

  it('show the instructions once more before hand work is done', () => {
    const window = doneModal(cuttingOver().run, REF)
    assert.equal(
      read(window.blocks),
      `*Point users at new-pg* for \`m7f3xq\`
Change the DNS name pg.example.org to new-pg.
What did you do and see?
Stays in the record. May be left empty.`,
    )
    assert.deepEqual([window.callback_id, inputs(window)], ['done', [['reason', true]]])
  })

  it('ask how an uncertain step ended and what was seen', () => {
    const story = copying()
    story.tell({ type: 'lost', ...story.live(), failure: { summary: 'The job is gone.' } })
    const window = resolveModal(story.run, REF)
    assert.equal(
      read(window.blocks),
      `*Copy the tables* for \`m7f3xq\`
Nobody knows whether it changed *new-pg*. It is not repeated; nothing happens until somebody has looked.
How did it end?
It worked
The run goes on after this step.
It did not work
The step counts as failed; then retry, skip or roll back.
What did you see on the host?
Stays in the record.`,
    )
    assert.deepEqual(
      [window.callback_id, inputs(window)],
      [
        'resolve',
        [
          ['outcome', false],
          ['reason', false],
        ],
      ],
    )
  })

  it('have one that says that the facts are on their way', () => {
    const window = loadingModal(REF)
    assert.equal(read(window.blocks), 'Looking up how things are right now. This window fills in by itself.')
    assert.equal(window.submit, undefined)
  })
})
