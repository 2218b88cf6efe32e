import fc from 'fast-check'
import type { Evidence } from '../../../src/model/check.ts'
import { sh } from '../../../src/model/shell.ts'
import type { Step } from '../../../src/model/step.ts'
import { evidence, planFor, Story } from './build.ts'

/** What every view has to survive, always tried. */
export const WORST = [
  '',
  ' ',
  '-',
  '<!channel>',
  '<!here|x> <@U0EVIL> <#C0EVIL> <https://evil.example|click>',
  '`',
  '```',
  '*_~`*_~`',
  '~struck~',
  '😀'.repeat(200),
  '👩‍👩‍👧‍👦'.repeat(60),
  'مرحبا \u202Eabc\u202C',
  'line one\nline two\r\n\nline three',
  '&'.repeat(10_000),
  '<'.repeat(10_000),
  '`'.repeat(10_000),
  'x'.repeat(10_000),
  'word '.repeat(2000),
  '\u0000\u0007\u001b[31mred\u001b[0m',
  '\uD800',
  '__proto__',
]

/** Text as nobody wants it: empty, huge, invisible, and full of what Slack would read as its own syntax. */
export const nastyText = fc.oneof(fc.constantFrom(...WORST), fc.string({ unit: 'binary', maxLength: 300 }))

/** Evidence with a table as bad as the text. */
export function nastyEvidence(text: string, columns = 4): Evidence {
  const cells = Array.from({ length: columns }, (_, n) => (n % 2 ? n * 1e12 : text))
  return evidence({
    title: text,
    summary: text,
    advice: text,
    outcome: 'warn',
    values: { [text]: text },
    table: { rows: Array.from({ length: 150 }, () => cells) },
  })
}

/** The kinds of steps a nasty run can begin with. */
export type First = 'gate' | 'destructive' | 'manual' | 'remote'

/** One step of each kind that people see most of, then as many changing ones as wanted, each as bad as the text. */
function nastySteps(text: string, first: First, count: number): readonly Step[] {
  const role = text.slice(0, 100)
  const run = sh`echo -- ${text.replaceAll('\0', '')}`
  const job = { do: 'job', on: text, run, files: {}, background: false } as const
  const approvals = { [role]: 2, dba: 1, 'data-owner': 1 }
  const changing = { act: job, repeatable: false, undo: job, timeoutMs: 1000 }
  const byHand = { do: 'manual', instructions: text, roles: [role] } as const
  const kinds: Readonly<Record<First, Step>> = {
    gate: { kind: 'gate', id: 'go', title: text, gate: { approvals, shows: [] } },
    destructive: {
      ...{ ...changing, kind: 'destructive', id: 'drop', title: text, destroys: text, undo: 'none' },
      gate: { approvals, shows: [], typeToConfirm: text.slice(0, 50) },
    },
    manual: { kind: 'manual', id: 'cutover', title: text, instructions: text, roles: [role], undo: byHand },
    remote: { kind: 'remote', id: 'part', title: text, ...changing },
  }
  const rest = Array.from(
    { length: count },
    (_, n): Step => ({ ...changing, kind: 'remote', id: `part-${n}`, title: text }),
  )
  const others = Object.values(kinds).filter((step) => step !== kinds[first])
  return [kinds[first], ...others, ...rest]
}

/** A run of nasty steps that has just begun. */
export function nastyStory(text: string, first: First, count: number): Story {
  return new Story(planFor(nastySteps(text, first, count), text))
}

/** Evidence for a gate with more checks than a card has room for. */
export function muchEvidence(text: string): readonly Evidence[] {
  return Array.from({ length: 14 }, (_, n) => nastyEvidence(text, n % 2 ? 4 : 25))
}
