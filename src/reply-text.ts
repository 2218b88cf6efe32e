import { planText } from './model/plan-text.ts'
import type { Reply } from './model/subcommand.ts'

/** An answer as plain text for a terminal: the sentences, then tables in columns. */
export function replyText(reply: Reply): string {
  const table = reply.table ? columns(reply.table.rows) : undefined
  const plan = reply.plan ? planText(reply.plan) : undefined
  return [reply.text, table, reply.code, plan].filter((part) => part !== undefined).join('\n\n')
}

function columns(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String))
  const widths = texts[0]?.map((_cell, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0))) ?? []
  return texts
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
