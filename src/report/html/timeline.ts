import { formatMs } from '../../model/duration.ts'
import type { Report, StepReport } from '../report.ts'
import { type Axis, axisOf, lengthOf, type Placed } from './axis.ts'
import { all, type Html, html, when } from './markup.ts'
import { clock, DOING_WORDS } from './words.ts'

const WIDTH = 1000
const LABELS = 230
const ROW = 24
const TOP = 34
const LABEL_CHARACTERS = 34
const TICK_GAP = 74

/** Each step on its own line, work and waiting told apart, with a thin line for the earlier run. */
export function timeline({ spans, steps, earlier }: Report): Html {
  const rows = steps.filter(({ step }) => spans.some((span) => span.step === step))
  if (rows.length === 0) return html`<p class="quiet">Nothing took any time yet.</p>`
  const axis = axisOf(spans, LABELS, WIDTH - LABELS)
  const height = TOP + rows.length * ROW + 6
  return html`<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Timeline of the steps">
${ticks(axis, height)}${all(rows, (row, index) => rowOf(row, TOP + index * ROW, axis))}</svg>
<p class="legend"><span class="key working"></span>working <span class="key people"></span>waiting for people <span class="key clock"></span>letting time pass <span class="key undoing"></span>taking back${when(earlier !== undefined, () => html` <span class="key ghost"></span>the same step in ${earlier?.run}`)}${when(
    axis.placed.some(({ isCut }) => isCut),
    () => html` <span class="cutmark">//</span> drawn shorter than it was`,
  )}</p>`
}

function rowOf(row: StepReport, y: number, axis: Axis): Html {
  const mine = axis.placed.filter(({ span }) => span.step === row.step)
  return html`<line class="grid" x1="0" y1="${y + ROW}" x2="${WIDTH}" y2="${y + ROW}"/><text class="label" x="0" y="${y + 16}">${shortened(row.step)}</text>${all(mine, (one) => bar(one, y))}${ghost(row, mine, y, axis)}
`
}

function bar({ span, x, width, isCut }: Placed, y: number): Html {
  const shown = Math.max(2, width)
  const title = `${span.step}: ${span.undoing ? 'taking back, ' : ''}${DOING_WORDS[span.doing]} ${formatMs(lengthOf(span))}, ${clock(span.from)} to ${clock(span.to)} UTC`
  return html`<rect class="bar ${span.doing}${span.undoing ? ' undoing' : ''}" x="${at(x)}" y="${y + 5}" width="${at(shown)}" height="11" rx="2"><title>${title}</title></rect>${when(isCut && width > 16, () => html`<text class="cut" x="${at(x + width / 2)}" y="${y + 14}">// ${width > 70 ? formatMs(lengthOf(span)) : ''}</text>`)}`
}

/** The act of the earlier run, from where this run's began. */
function ghost({ earlier }: StepReport, mine: readonly Placed[], y: number, { perMs }: Axis): Html {
  const begun = mine.find(({ span }) => span.doing === 'working') ?? mine[0]
  const ms = earlier?.newestMs ?? 0
  if (!begun || ms <= 0) return html``
  const width = Math.min(ms * perMs, WIDTH - begun.x)
  return html`<rect class="ghost" x="${at(begun.x)}" y="${y + 18}" width="${at(Math.max(2, width))}" height="3"><title>${`the earlier run: ${formatMs(ms)}`}</title></rect>`
}

/** Times of day where a stretch begins, as many as have room. */
function ticks({ placed }: Axis, height: number): Html {
  const shown: Placed[] = []
  for (const one of placed)
    if (one.x - (shown.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= TICK_GAP && one.x < WIDTH - 50) shown.push(one)
  return all(shown, ({ span, x }, index) => {
    const before = shown[index - 1]
    const isNewDay = before?.span.from.slice(0, 10) !== span.from.slice(0, 10)
    return html`<line class="tick" x1="${at(x)}" y1="${TOP - 4}" x2="${at(x)}" y2="${height}"/>${when(isNewDay, () => html`<text class="tick" x="${at(x)}" y="11">${span.from.slice(0, 10)}</text>`)}<text class="tick" x="${at(x)}" y="24">${clock(span.from)}</text>
`
  })
}

function shortened(label: string): string {
  return label.length > LABEL_CHARACTERS ? `${label.slice(0, LABEL_CHARACTERS - 1)}…` : label
}

/** Coordinates with one digit, so that the same run is always the same drawing. */
function at(value: number): string {
  return value.toFixed(1)
}
