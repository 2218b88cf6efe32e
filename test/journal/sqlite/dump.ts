import type { Database } from 'better-sqlite3'

const PROJECTIONS = ['runs', 'plans', 'locks', 'gates', 'decisions', 'attempts', 'timings']

/** Every projection as text, row by row in a fixed order: equal databases have equal text. */
export function dumpProjections(db: Database): string {
  return PROJECTIONS.map((table) => dumpTable(db, table)).join('\n')
}

function dumpTable(db: Database, table: string): string {
  const rows = db.prepare<[], object>(`SELECT * FROM ${table}`).all()
  return [table, ...rows.map((row) => JSON.stringify(row)).sort()].join('\n')
}
