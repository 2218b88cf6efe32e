import type { Evidence, Tolerance } from '../../model/check.ts'
import { effectOf } from '../../model/step.ts'
import type { CheckReport, Finding, Pair } from '../report.ts'
import type { Story, Turn } from './source.ts'

/** A table of thousands of rows stays in the journal; the report says how many it left there. */
const MOST_ROWS = 200

/** Everything that a step measured, in the order in which it was measured. */
export function checksOf(story: Story): readonly CheckReport[] {
  const { first, last } = changesIn(story)
  const gates = new Set(story.run.plan.steps.filter(({ kind }) => kind === 'gate').map(({ id }) => id))
  return story.turns.flatMap(({ event, before }, index) => {
    if (event.type !== 'step-succeeded' && event.type !== 'step-failed' && event.type !== 'gate-passed') return []
    const moment = index < first ? 'before' : index >= last ? 'after' : 'during'
    const attempt = 'attempt' in event ? event.attempt : (before?.steps[event.step]?.attempt ?? 1)
    // A gate's step ends with what it passed with.
    const isGate = event.type === 'step-succeeded' && gates.has(event.step)
    return (isGate ? [] : event.evidence).map((one) => ({
      ...findingOf(one),
      step: event.step,
      attempt,
      moment,
      ...tableOf(one),
    }))
  })
}

/** What a check found, without its table. */
export function findingOf({ check, title, outcome, summary, measuredAt, values, tolerance }: Evidence): Finding {
  return {
    check,
    title,
    outcome,
    summary,
    measuredAt,
    values: Object.entries(values).map(([name, value]): Pair => [name, String(value)]),
    tolerance: Object.entries(tolerance ?? {}).map(([name, one]): Pair => [name, toleranceText(one)]),
  }
}

function toleranceText(tolerance: Tolerance): string {
  if (tolerance === 'any') return 'may move freely'
  return 'percent' in tolerance ? `may move ${tolerance.percent} %` : `may move by ${tolerance.absolute}`
}

function tableOf({ table }: Evidence): Pick<CheckReport, 'table' | 'rowsLeftOut'> {
  const rows = table?.rows ?? []
  return { table: rows.slice(0, MOST_ROWS + 1), rowsLeftOut: Math.max(0, rows.length - MOST_ROWS - 1) }
}

/** Where in the history the first act began that changes something, and where the last one ended. */
function changesIn({ turns, run }: Story): { first: number; last: number } {
  const changing = new Set(
    run.plan.steps.filter((step) => ['changing', 'destructive'].includes(effectOf(step))).map(({ id }) => id),
  )
  const isOfChange = ({ event }: Turn) => 'step' in event && changing.has(event.step)
  const first = turns.findIndex((turn) => turn.event.type === 'step-started' && isOfChange(turn))
  const last = turns.findLastIndex((turn) => turn.event.type === 'step-succeeded' && isOfChange(turn))
  const never = turns.length
  return { first: first === -1 ? never : first, last: last === -1 ? never : last }
}
