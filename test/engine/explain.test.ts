import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain, lastLines } from '../../src/engine/explain.ts'

const PITFALLS = [
  { pattern: /later trouble/, cause: 'Later.', fix: 'Wait.' },
  { pattern: /role "(\w+)" in (\w+)/, cause: 'No role $1 in $2.', fix: 'Create $1.' },
]
const hush = (text: string) => text.replaceAll('hunter', '[secret]')

test('a log without a known cause shows its end only', () => {
  assert.deepEqual(explain('It broke.', 'a\nb\n', PITFALLS, hush), { summary: 'It broke.', tail: 'a\nb' })
})

test('a known cause is filled with what the log says', () => {
  assert.deepEqual(explain('It broke.', 'role "dba" in cht', PITFALLS, hush), {
    summary: 'It broke.',
    cause: 'No role dba in cht.',
    fix: 'Create dba.',
    tail: 'role "dba" in cht',
  })
})

test('of two known causes the one that came first in the log counts', () => {
  assert.equal(explain('It broke.', 'role "dba" in cht\nlater trouble', PITFALLS, hush).cause, 'No role dba in cht.')
})

test('secrets are masked in cause and tail alike', () => {
  const { cause, tail } = explain('It broke.', 'role "hunter" in cht', PITFALLS, hush)
  assert.deepEqual([cause, tail], ['No role [secret] in cht.', 'role "[secret]" in cht'])
})

test('what is masked by how its line begins is masked before the line is cut', () => {
  const masked = (text: string) => text.replaceAll(/DETAIL:.*/g, 'DETAIL: …')
  assert.equal(
    explain('It broke.', `ERROR: no\nDETAIL: ${'Amina '.repeat(1000)}`, [], masked).tail,
    'ERROR: no\nDETAIL: …',
  )
})

test('an empty log has no end to show', () => {
  assert.deepEqual(explain('It broke.', '', PITFALLS, hush), { summary: 'It broke.' })
})

test('the end of a log is fifteen lines, and no more than 2,000 characters', () => {
  const log = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n')
  assert.equal(lastLines(`${log}\n\n`).split('\n')[0], 'line 15')
  assert.equal(lastLines(`${'x'.repeat(900)}\n`.repeat(5)).length, 1801)
})
