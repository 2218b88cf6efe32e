import { type AuditFormat, auditCsvLine, auditJsonLine, type ChainRow } from '../model/audit-text.ts'
import { refuse } from '../model/user-error.ts'

const ROWS_A_PAGE = 500

/** Some lines of the export, and where the next ones begin. No lines: there are no more. */
export interface AuditPage {
  readonly lines: string
  readonly last: number
}

export interface AuditQuery {
  readonly format: AuditFormat
  /** The place in the chain after which the page begins. */
  readonly after: number
  readonly run?: string | undefined
}

/** One page of the chain. Throws a UserError when a named run has no events at all. */
export function auditPage(
  { page }: { page(after: number, limit: number, run?: string): readonly ChainRow[] },
  { format, after, run }: AuditQuery,
  redact: (text: string) => string,
): AuditPage {
  const rows = page(after, ROWS_A_PAGE, run)
  if (run !== undefined && after === 0 && rows.length === 0)
    refuse('no-such-run', `There is no run ${run} in this journal. drover status lists the runs.`)
  const line = (row: ChainRow) => (format === 'csv' ? auditCsvLine(row, { redact }) : auditJsonLine(row, { redact }))
  return { lines: rows.map(line).join(''), last: rows.at(-1)?.id ?? after }
}
