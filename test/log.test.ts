import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../src/log.ts'
import { redact } from '../src/model/redaction.ts'

const SECRET = 'pa"ss\\word'

function logged(message: string, fields: Readonly<Record<string, unknown>>): string {
  const lines: string[] = []
  const now = () => new Date('2026-11-02T09:00:00.000Z')
  createLog(
    'info',
    (text) => redact(text, [SECRET]),
    (line) => void lines.push(line),
    now,
  ).info(message, fields)
  return lines.join('\n')
}

const entry = (rest: object) => JSON.stringify({ at: '2026-11-02T09:00:00.000Z', level: 'info', ...rest })

test('a secret is masked before its quotes are spelt as JSON spells them', () => {
  assert.equal(logged(`It said ${SECRET}.`, {}), entry({ message: 'It said [secret].' }))
})

test('row content is masked line by line, also inside a field and in the cause of an error', () => {
  const line = logged('It broke.', {
    stderr: 'ERROR: no\nDETAIL: Amina',
    error: new Error('a', { cause: 'Row 5: Amina' }),
  })
  assert.match(line, /"stderr":"ERROR: no\\nDETAIL: \[row content left on the host\]"/)
  assert.match(line, /"cause":"\[row content left on the host\]"/)
  assert.doesNotMatch(line, /Amina/)
})

test('a field that is named after a secret is not shown', () => {
  assert.equal(logged('Told.', { botToken: 'xoxb-1' }), entry({ message: 'Told.', botToken: '[secret]' }))
})

test('what JSON cannot hold does not end the bot', () => {
  const ring: Record<string, unknown> = {}
  ring['self'] = ring
  assert.equal(logged('Told.', { size: 5n }), entry({ message: 'Told.', size: '5' }))
  assert.equal(logged('Told.', { ring }), entry({ message: 'Told.', fields: 'could not be written' }))
})
