import type { Database } from 'better-sqlite3'

/**
 * The same work as one transaction, or as part of the one it is called in. Without a savepoint, which would copy every
 * page that is touched: what the work throws has to end the transaction around it too.
 */
export function oneTransaction<Args extends unknown[]>(
  db: Database,
  work: (...args: Args) => void,
): (...args: Args) => void {
  const alone = db.transaction(work)
  return (...args) => {
    if (db.inTransaction) work(...args)
    else alone.immediate(...args)
  }
}
