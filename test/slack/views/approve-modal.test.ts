import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeRef } from '../../../src/slack/ref.ts'
import { approveModal } from '../../../src/slack/views/approve-modal.ts'
import { dropping, evidence, read } from './build.ts'

describe('approve window', () => {
  const { run } = dropping()
  const { gate } = run
  assert.ok(gate)

  it('shows once more what is destroyed and what was measured, and asks for the name', () => {
    assert.equal(
      read(approveModal(run, gate, 'data-owner').blocks),
      `*Approve “Drop the source database”?* for \`m7f3xq\`, as data-owner
Destroys the only other copy of cht. This cannot be undone.
Approve, and this is *destroyed* on *old-pg*: the only other copy of cht. *It cannot be undone.*
old-pg$ dropdb -- cht
:white_check_mark: *Rows of cht*: 20,000 rows in 2 tables.
Measured <!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>
table    rows
doc    19,000
form    1,000
Type cht to confirm
Exactly as it is written.
Reason
Stays in the record. May be left empty.
You decide on revision 2, digest \`${gate.digest.slice(0, 12)}\`.`,
    )
  })

  it('shows newer evidence where there is some', () => {
    const newer = { ...gate, evidence: [evidence({ summary: '20,100 rows in 2 tables.' })] }
    const text = read(approveModal(run, newer, 'data-owner').blocks)
    assert.match(text, /:white_check_mark: \*Rows of cht\*: 20,100 rows in 2 tables\./)
  })

  it('carries the gate, the revision and the role', () => {
    const { callback_id, private_metadata } = approveModal(run, gate, 'data-owner')
    assert.equal(callback_id, 'approve')
    assert.deepEqual(decodeRef(private_metadata), {
      run: 'm7f3xq',
      step: 'drop-source-database',
      revision: 2,
      role: 'data-owner',
      card: 'm7f3xq/gate/2',
    })
  })

  it('names its inputs confirm and reason, and takes an empty reason', () => {
    const inputs = approveModal(run, gate, 'data-owner').blocks.filter(({ type }) => type === 'input')
    assert.deepEqual(
      inputs.map(({ block_id, optional }) => [block_id, optional]),
      [
        ['confirm', false],
        ['reason', true],
      ],
    )
  })
})
