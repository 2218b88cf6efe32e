import type { Span } from '../report.ts'

/** A stretch with its place on the time axis, in the units of the drawing. */
export interface Placed {
  readonly span: Span
  readonly x: number
  readonly width: number
  /** Drawn shorter than it was, since people took much longer than the machines. */
  readonly isCut: boolean
}

export interface Axis {
  readonly placed: readonly Placed[]
  /** How wide one millisecond is where nothing is cut. */
  readonly perMs: number
}

/** Waiting is never drawn longer than this share of all work, or nobody could see the work beside a night's wait. */
const LONGEST_WAIT = 0.25

/** Places stretches one after the other, so that all of them fill the width. */
export function axisOf(spans: readonly Span[], from: number, width: number): Axis {
  const workedMs = spans.filter(({ doing }) => doing === 'working').reduce((total, span) => total + lengthOf(span), 0)
  const mostMs = workedMs > 0 ? workedMs * LONGEST_WAIT : Number.POSITIVE_INFINITY
  const drawn = spans.map((span) => drawnMs(span, mostMs))
  const perMs =
    width /
    Math.max(
      1,
      drawn.reduce((total, ms) => total + ms, 0),
    )
  let x = from
  const placed = spans.map((span, index) => {
    const wide = (drawn[index] ?? 0) * perMs
    const one = { span, x, width: wide, isCut: (drawn[index] ?? 0) < lengthOf(span) }
    x += wide
    return one
  })
  return { placed, perMs }
}

function drawnMs(span: Span, mostMs: number): number {
  return span.doing === 'working' ? lengthOf(span) : Math.min(lengthOf(span), mostMs)
}

/** Milliseconds. */
export function lengthOf({ from, to }: Span): number {
  return Date.parse(to) - Date.parse(from)
}
