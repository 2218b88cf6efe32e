import { formatBytes, formatCount } from '../../model/amount.ts'
import type { DiskCurve, Moved } from '../report.ts'
import { all, type Html, html } from './markup.ts'
import { instant } from './words.ts'

const BAR = 360

/** How long this run and earlier ones took for a step, side by side. `most` is the longest of all steps. */
export function pairOfBars(ms: number, earlierMs: number | undefined, most: number): Html {
  const wide = (value: number) => Math.max(value > 0 ? 2 : 0, (value / Math.max(1, most)) * 120).toFixed(1)
  const height = earlierMs === undefined ? 8 : 14
  return html`<svg class="pair" viewBox="0 0 120 ${height}" width="120" height="${height}" aria-hidden="true"><rect class="bar working" x="0" y="0" width="${wide(ms)}" height="8" rx="2"/>${earlierMs === undefined ? html`` : html`<rect class="ghost" x="0" y="10" width="${wide(earlierMs)}" height="3"/>`}</svg>`
}

/** Rows that each step moved, as far as the steps said so. */
export function movedChart(moved: readonly Moved[]): Html {
  const most = Math.max(1, ...moved.map(({ rows = 0 }) => rows))
  return html`<table class="plain"><thead><tr><th>Step</th><th class="wide">Rows moved</th><th>Rows</th><th>Bytes sent</th></tr></thead><tbody>
${all(moved, ({ step, rows, bytes }) => {
  const wide = (((rows ?? 0) / most) * BAR).toFixed(1)
  return html`<tr><td><code>${step}</code></td><td><svg viewBox="0 0 ${BAR} 12" width="${BAR}" height="12" aria-hidden="true"><rect class="bar working" x="0" y="1" width="${wide}" height="10" rx="2"/></svg></td><td class="number">${rows === undefined ? '' : formatCount(rows)}</td><td class="number">${bytes === undefined ? '' : formatBytes(bytes)}</td></tr>
`
})}</tbody></table>`
}

const CURVE = { width: 460, height: 110, left: 4, top: 10 }

/** Free space as the checks saw it, each look a point. */
export function diskChart({ title, mount, points }: DiskCurve): Html {
  const times = points.map(({ at }) => Date.parse(at))
  const from = Math.min(...times)
  const lastsMs = Math.max(1, Math.max(...times) - from)
  const most = Math.max(1, ...points.map(({ freeBytes }) => freeBytes))
  const place = (at: string, freeBytes: number) => ({
    x: (CURVE.left + ((Date.parse(at) - from) / lastsMs) * (CURVE.width - 2 * CURVE.left)).toFixed(1),
    y: (CURVE.top + (1 - freeBytes / most) * (CURVE.height - CURVE.top - 4)).toFixed(1),
  })
  const line = points.map(({ at, freeBytes }) => place(at, freeBytes)).map(({ x, y }) => `${x},${y}`)
  const [first, last] = [points[0], points.at(-1)]
  return html`<figure><figcaption>${title}: free in <code>${mount}</code>, ${formatBytes(first?.freeBytes ?? 0)} at first, ${formatBytes(last?.freeBytes ?? 0)} in the end</figcaption>
<svg viewBox="0 0 ${CURVE.width} ${CURVE.height}" role="img" aria-label="Free space over time"><line class="grid" x1="0" y1="${CURVE.height - 4}" x2="${CURVE.width}" y2="${CURVE.height - 4}"/><polyline class="curve" points="${line.join(' ')}"/>${all(
    points,
    ({ at, freeBytes }) => {
      const { x, y } = place(at, freeBytes)
      return html`<circle class="point" cx="${x}" cy="${y}" r="3.5"><title>${`${formatBytes(freeBytes)} at ${instant(at)}`}</title></circle>`
    },
  )}</svg></figure>`
}
