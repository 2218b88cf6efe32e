import { formatCount } from '../../model/amount.ts'
import type { Table } from '../../model/check.ts'
import { context } from './block.ts'
import type { Block } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { md } from './mrkdwn.ts'

type Cell = string | number
type Row = readonly Cell[]

const COLUMNS_MAX = 20
const ROWS_MAX = 100
const CELL_MAX = 120
const TELLING = /\b(missing|gone|lost|changed|differs?|different|fewer|more|extra|fail(ed|s)?|errors?|not|no)\b/i
const PAIRS: readonly (readonly [string, string])[] = [
  ['before', 'now'],
  ['before', 'after'],
  ['source', 'target'],
  ['expected', 'found'],
]

/** A cell as it is shown. */
interface Shown {
  readonly text: string
  readonly value?: number
}

/** Headings, the rows that fit, and how many did not. */
interface Fitted {
  readonly rows: readonly (readonly Shown[])[]
  readonly left: number
}

/** A table block with what needs eyes first, and a line that says how many rows are left out. `max` is in characters. */
export function tableBlocks(table: Table, max: number, more = ''): readonly Block[] {
  return drawn(fit(eyesFirst(table), max), more)
}

/** A table block with its rows in the order they have, for lists. */
export function listBlocks({ rows }: Table, max: number): readonly Block[] {
  return drawn(fit(rows, max), '')
}

function drawn({ rows, left }: Fitted, more: string): readonly Block[] {
  if (rows.length === 0) return []
  const shown: Block = { type: 'table', rows: rows.map((row, index) => row.map((cell) => cellOf(cell, index === 0))) }
  const note = left > 0 ? context(md`and ${left} more ${left === 1 ? 'row' : 'rows'}${more}`) : undefined
  return note ? [shown, note] : [shown]
}

/** The same table in fixed width text, for where a second table block is not allowed. */
export function tableText(table: Table, max: number): string {
  const { rows, left } = fit(eyesFirst(table), max / 2)
  const texts = rows.map((row) => row.map(({ text }) => clamp(text, 32)))
  const widths = texts.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), [])
  const drawn = texts.map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, rows[1]?.[i])).join('  '))
  return clamp([...drawn.map((line) => line.trimEnd()), ...(left > 0 ? [`and ${left} more`] : [])].join('\n'), max)
}

/** Rows that say missing, changed and the like, or whose two sides are not equal, come first; else the order stays. */
export function eyesFirst({ rows }: Table): readonly Row[] {
  const [headings, ...rest] = rows
  if (!headings) return []
  const sides = PAIRS.map((pair) => pair.map((name) => headings.findIndex((heading) => sameName(heading, name))))
  const needsEyes = (row: Row) =>
    row.some((cell) => typeof cell === 'string' && TELLING.test(cell.slice(0, CELL_MAX))) ||
    sides.some(([a = -1, b = -1]) => a >= 0 && b >= 0 && row[a] !== row[b])
  return [headings, ...rest.filter(needsEyes), ...rest.filter((row) => !needsEyes(row))]
}

function sameName(heading: Cell, name: string): boolean {
  return String(heading).trim().toLowerCase() === name
}

function fit(rows: readonly Row[], max: number): Fitted {
  const columns = Math.min(COLUMNS_MAX, rows[0]?.length ?? 0)
  if (columns === 0) return { rows: [], left: rows.length }
  const cellMax = Math.min(CELL_MAX, Math.max(8, Math.floor(max / 2 / columns)))
  const shown = rows
    .slice(0, ROWS_MAX)
    .map((row) => Array.from({ length: columns }, (_, i) => shownOf(row[i] ?? '-', cellMax)))
  let used = 0
  const fitting = shown.filter((row, index) => {
    used += row.reduce((sum, { text }) => sum + text.length, 0)
    return index === 0 || used <= max
  })
  return { rows: fitting, left: rows.length - fitting.length }
}

/** Never empty: Slack refuses a whole message for one empty cell. */
function shownOf(cell: Cell, max: number): Shown {
  if (typeof cell === 'string') return { text: clamp(oneLine(cell.slice(0, 4 * CELL_MAX)), max) || '-' }
  if (!Number.isFinite(cell)) return { text: String(cell) }
  return { text: Number.isInteger(cell) ? formatCount(cell) : String(cell), value: cell }
}

function cellOf({ text, value }: Shown, heading: boolean): Block {
  return value === undefined || heading ? { type: 'raw_text', text } : { type: 'raw_number', value, text }
}

function pad(text: string, width: number, below: Shown | undefined): string {
  return below?.value === undefined ? text.padEnd(width) : text.padStart(width)
}
