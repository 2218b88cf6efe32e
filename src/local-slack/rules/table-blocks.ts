import { type Fields, isFields } from '../fields.ts'
import { both, byType, flag, list, number, rule, shape, text, word } from './checks.ts'
import { LIMITS } from './limits.ts'
import type { Check } from './problem.ts'
import { richText } from './rich-text.ts'

const cell: Check = byType({
  raw_text: shape({ text: text(LIMITS.tableText) }),
  raw_number: shape({ value: number(), text: text(LIMITS.tableText) }),
  rich_text: richText,
})

const rowsOf = (table: Fields): unknown[][] => {
  const rows = table['rows']
  return Array.isArray(rows) ? rows.filter((row) => Array.isArray(row)) : []
}

const isShown = (key: string): boolean => key === 'text' || key === 'title'

/** The characters a reader sees in blocks: every `text` and `title` below the value. */
export const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0)
  if (!isFields(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (isShown(key) && typeof part === 'string' ? part.length : textLength(part)),
    0,
  )
}

const atMost = (max: number): Check =>
  rule((table) =>
    textLength(table['rows']) > max ? `text of all cells must be less than ${max + 1} characters` : undefined,
  )

const column = shape({}, { align: word('left', 'center', 'right'), is_wrapped: flag })

/** The table block: first row is the header, no empty cells. */
export const table: Check = both(
  shape(
    { rows: list(list(cell, LIMITS.tableColumns), LIMITS.tableRows) },
    { block_id: text(LIMITS.blockId), column_settings: list(column, LIMITS.tableColumns, 0) },
  ),
  atMost(LIMITS.tableText),
)

const evenRows = rule((data) =>
  new Set(rowsOf(data).map((row) => row.length)).size > 1 ? 'rows must have the same number of cells' : undefined,
)
const plainHeader = rule((data) =>
  (rowsOf(data)[0] ?? []).some((header) => isFields(header) && header['type'] === 'rich_text')
    ? 'cells of the first row must not be rich_text'
    : undefined,
)

/** The data_table block: a longer table that pages. */
export const dataTable: Check = both(
  shape(
    { rows: list(list(cell, LIMITS.dataTableColumns), LIMITS.dataTableRows), caption: text(LIMITS.fieldText) },
    {
      block_id: text(LIMITS.blockId),
      page_size: number(1, LIMITS.dataTablePageRows),
      row_header_column_index: number(0, LIMITS.dataTableColumns - 1),
    },
  ),
  evenRows,
  plainHeader,
  atMost(LIMITS.dataTableText),
)
