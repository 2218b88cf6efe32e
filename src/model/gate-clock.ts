import type { Evidence } from './check.ts'
import { formatMs } from './duration.ts'
import { type Gate, liveStep, type Run } from './run.ts'
import { type GateSpec, gateOf } from './step.ts'

/** What a gate's vote clock says on its way: half of its time is over, nearly all, all. None of them ever approves. */
export type VoteMark = 'half' | 'near' | 'over'

/** When an instant of the vote comes, by the share of its time that is over by then. */
const SHARES: Readonly<Record<VoteMark, number>> = { half: 0.5, near: 0.9, over: 1 }
const MARKS: readonly VoteMark[] = ['half', 'near', 'over']

/** The next mark of the open vote that is to be said, and when it comes. Undefined without a vote clock. */
export function nextMark(run: Run): { readonly mark: VoteMark; readonly dueAt: string } | undefined {
  const [first] = marksLeft(run)
  return first
}

/** The latest mark that has come: after a sleep, one word is enough. */
export function dueMark(run: Run, at: string): VoteMark | undefined {
  return marksLeft(run).findLast(({ dueAt }) => isOver(dueAt, at))?.mark
}

function marksLeft(run: Run): readonly { readonly mark: VoteMark; readonly dueAt: string }[] {
  const { gate, phase } = run
  const { voteByMs } = specOf(run) ?? {}
  if (!gate || voteByMs === undefined || phase !== 'asking') return []
  const left = gate.reminded === undefined ? MARKS : MARKS.slice(MARKS.indexOf(gate.reminded) + 1)
  return left.map((mark) => ({ mark, dueAt: after(gate.openedAt, voteByMs * SHARES[mark]) }))
}

/** Until when people have to have decided; undefined where a gate waits as long as it takes. */
export function voteEndsAt(spec: GateSpec, { openedAt }: Gate): string | undefined {
  return spec.voteByMs === undefined ? undefined : after(openedAt, spec.voteByMs)
}

/** Until when an approved act has to begin. */
export function actEndsAt(spec: GateSpec, { approvedAt }: Gate): string | undefined {
  return spec.actByMs === undefined || approvedAt === undefined ? undefined : after(approvedAt, spec.actByMs)
}

/** When the oldest of what people were shown stops being fresh. */
export function staleAt(spec: GateSpec, evidence: readonly Evidence[]): string | undefined {
  const measured = evidence.map(({ measuredAt }) => measuredAt).sort()
  const [oldest] = measured
  return spec.freshForMs === undefined || oldest === undefined ? undefined : after(oldest, spec.freshForMs)
}

/** Sentences for each clock of an approved gate that ran out before its act could begin. */
export function ranOut(run: Run, at: string): readonly string[] {
  const { gate } = run
  const spec = specOf(run)
  if (!gate || !spec) return []
  const [actBy, stale] = [actEndsAt(spec, gate), staleAt(spec, gate.evidence)]
  return [
    ...(isOver(actBy, at)
      ? [`The act had to begin within ${formatMs(spec.actByMs ?? 0)} of the approval at ${clock(gate.approvedAt)}.`]
      : []),
    ...(isOver(stale, at)
      ? [`What was approved had been measured longer than ${formatMs(spec.freshForMs ?? 0)} before the act.`]
      : []),
  ]
}

/** Has an instant come? Never, where there is none. */
export function isOver(instant: string | undefined, at: string): boolean {
  return instant !== undefined && Date.parse(instant) <= Date.parse(at)
}

function specOf(run: Run): GateSpec | undefined {
  const step = liveStep(run)
  return step && gateOf(step)
}

function after(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString()
}

function clock(instant: string | undefined): string {
  return `${instant?.slice(11, 16)} UTC`
}
