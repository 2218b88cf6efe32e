import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withMaskedWords } from '../../src/model/masked-words.ts'
import { DBA } from './sample.ts'

const masked = (text: string) => text.replaceAll('hunter', '[secret]')

test('a secret in a reason, a note or the reason of an override is masked before it is kept', () => {
  const hold = { type: 'hold', by: DBA, reason: 'It is hunter.' } as const
  assert.deepEqual(withMaskedWords(hold, masked), { ...hold, reason: 'It is [secret].' })
  const done = { type: 'done', by: DBA, note: 'hunter' } as const
  assert.deepEqual(withMaskedWords(done, masked), { ...done, note: '[secret]' })
  const release = { type: 'release', by: DBA, override: 'hunter' } as const
  assert.deepEqual(withMaskedWords(release, masked), { ...release, override: '[secret]' })
})

test('what nobody wrote stays as it is', () => {
  const report = { type: 'unneeded', step: 'dump', attempt: 1, reason: 'hunter' } as const
  assert.equal(withMaskedWords(report, masked), report)
})
