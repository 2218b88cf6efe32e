import Database from 'better-sqlite3'
import { UserError } from '../../model/user-error.ts'

/** Whether there was no room left to write something down. */
export function isFull(cause: unknown): cause is InstanceType<typeof Database.SqliteError> {
  return cause instanceof Database.SqliteError && cause.code === 'SQLITE_FULL'
}

/** Throws what was thrown; when the disk is full, as a sentence for whoever asked. */
export function refuseFull(cause: unknown): never {
  if (isFull(cause))
    throw new UserError(
      'journal-full',
      'The disk with the journal is full, so nothing was changed. Free some space in DROVER_DATA, then do it again.',
      { cause },
    )
  throw cause
}
