import { renameSync, statSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'

/** Copies a database while it is in use. The copy (file 0600) appears whole or not at all, in the place of an older one. */
export async function backUp(db: Database, toPath: string): Promise<void> {
  const partial = `${toPath}.partial`
  writeFileSync(partial, '', { mode: 0o600 })
  await db.backup(partial)
  renameSync(partial, toPath)
  writeFileSync(memoOf(db), `${toPath}\n`, { mode: 0o600 })
}

/** When the database was last copied, in milliseconds; undefined when it never was. */
export function backedUpAtMs(db: Database): number | undefined {
  return statSync(memoOf(db), { throwIfNoEntry: false })?.mtimeMs
}

/** A file beside the database that outlives the process. */
function memoOf({ name }: Database): string {
  return `${name}.backed-up`
}
