import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import type { Open } from '../contract.ts'

/** An empty journal in a folder of its own. */
export const openSample: Open = async (now) => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-journal-'))
  const path = join(folder, 'drover.db')
  let { journal } = createSqliteJournal({ path, now })
  return {
    journal,
    async reopen() {
      await journal.stop()
      journal = createSqliteJournal({ path, now }).journal
      return journal
    },
    async remove() {
      await journal.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
