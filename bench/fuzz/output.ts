import fc from 'fast-check'
import { explain } from '../../src/engine/explain.ts'
import { postgresPitfalls } from '../../src/kit.ts'
import { createLog } from '../../src/log.ts'
import { endOf } from '../../src/model/log-end.ts'
import { redact } from '../../src/model/redaction.ts'
import { decodeLog } from '../../src/remote/job/decode-log.ts'
import { readView } from '../../src/remote/job/read-view.ts'
import { hostileText, hugeText } from './hostile.ts'
import { type Target, target } from './target.ts'

const ROW = 'Amina-1994'

/** What a host prints, with a secret and a row in the middle of it. */
export const output: readonly Target[] = [
  target(
    'a secret in an output',
    fc.tuple(hugeText, hostileText.filter(isLong), hugeText),
    ([before, secret, after]) => {
      const text = `${before}${secret}${after}`
      if (redact(text, [secret]).replaceAll('[secret]', '').includes(secret)) throw new Error('it is still there')
    },
  ),
  target(
    'a secret and a row in a line of the log',
    fc.tuple(hostileText, hostileText.filter(isLong)),
    ([text, secret]) => {
      const lines: string[] = []
      const log = createLog(
        'info',
        (said) => redact(said, [secret]),
        (line) => void lines.push(line),
        () => new Date(0),
      )
      log.error(`${text}${secret}`, { error: new Error(`${text}\nDETAIL: ${ROW}`), [text]: { stderr: [secret] } })
      const [line = '', ...others] = lines
      const read: unknown = JSON.parse(line)
      if (others.length > 0 || /[\r\n]/.test(line)) throw new Error('it became several lines')
      if (line.includes(ROW)) throw new Error('the row is there')
      if (valuesIn(read).some((value) => value.replaceAll('[secret]', '').includes(secret)))
        throw new Error('the secret is there')
    },
  ),
  target('the end of a log, explained', fc.tuple(hugeText, fc.nat({ max: 9000 })), ([text, length]) => {
    const log = `ERROR:  no\nDETAIL: ${'x'.repeat(length)}${ROW}${text.replaceAll(/[\r\n\u2028\u2029]/g, '')}\n${text}`
    const said = JSON.stringify(explain('It broke.', endOf(log, 4000), postgresPitfalls, (one) => redact(one, [])))
    if (said.includes(ROW)) throw new Error('the row is there')
  }),
  target(
    'what the look at a job printed',
    fc.tuple(fc.uint8Array({ maxLength: 300 }), hostileText, fc.nat()),
    ([bytes, text, offset]) => {
      const printed = Buffer.concat([Buffer.from('mark\n'), Buffer.from(`${text}\n=a=${text}\n.\n`), bytes])
      readView(printed, 'mark', offset, 4096)
      readView(Buffer.concat([Buffer.from('mark\nrunning\n=done=1\n.\n'), bytes]), 'mark', offset, 4096)
      const { nextOffset } = decodeLog(Buffer.from(bytes), offset, true)
      if (nextOffset < offset || nextOffset > offset + bytes.length) throw new Error(`the next offset is ${nextOffset}`)
    },
  ),
]

function isLong(text: string): boolean {
  return text.trim().length >= 4
}

function valuesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : []
}
