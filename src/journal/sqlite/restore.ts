import { constants, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ChainRow } from '../../model/audit-text.ts'
import type { Run } from '../../model/run.ts'
import { refuse, UserError } from '../../model/user-error.ts'
import { createSqliteJournal, type SqliteJournalOptions } from './journal.ts'
import { witnessPath } from './witness.ts'

/** What was brought back. */
export interface Restored {
  readonly events: number
  /** Undefined when nothing had ever happened. */
  readonly newest: ChainRow | undefined
  /** Runs that have not ended. */
  readonly active: readonly Run[]
}

/**
 * Puts a backup where a journal is to be, once its chain is proven. The backup is only read, and a journal appears whole or
 * not at all. Throws a UserError when there is a journal already, or the backup is not one.
 */
export async function restore(fromPath: string, { path, now }: SqliteJournalOptions): Promise<Restored> {
  refuseToOverwrite(path)
  refuseOddSource(fromPath)
  const partial = `${path}.restoring`
  clear(partial)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  copyFileSync(fromPath, partial, constants.COPYFILE_EXCL)
  try {
    const restored = await examine({ path: partial, now })
    linkSync(partial, path)
    renameSync(witnessPath(partial), witnessPath(path))
    return restored
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause
    throw new UserError(
      'backup-damaged',
      `Nothing was restored, since ${fromPath} does not hold what was once written. ${cause.message.replaceAll(partial, fromPath)}`,
      { cause },
    )
  } finally {
    clear(partial)
  }
}

async function examine(options: SqliteJournalOptions): Promise<Restored> {
  const { journal, prove, events, page } = createSqliteJournal(options)
  try {
    prove()
    const [newest] = page(events() - 1, 1)
    return { events: events(), newest, active: await journal.list({ active: true }) }
  } finally {
    await journal.stop()
  }
}

function refuseToOverwrite(path: string): void {
  const there = [path, `${path}-wal`].find(existsSync)
  if (there !== undefined)
    refuse(
      'journal-there',
      `${there} is there, and Drover overwrites no journal. Stop the bot, move ${path} and the files whose names begin with it to another folder and keep them; then do it again.`,
    )
}

function refuseOddSource(fromPath: string): void {
  const isFile = statSync(fromPath, { throwIfNoEntry: false })?.isFile() === true
  if (!isFile) refuse('no-backup', `There is no file ${fromPath}. Name one that drover backup made.`)
  if ((statSync(`${fromPath}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    refuse(
      'not-a-backup',
      `${fromPath} has a -wal beside it, so it is the journal of a bot and not a backup. Use it where it is, with DROVER_DATA set to its folder, or name a file that drover backup made.`,
    )
}

function clear(partial: string): void {
  for (const end of ['', '-wal', '-shm', '.head']) rmSync(`${partial}${end}`, { force: true })
}
