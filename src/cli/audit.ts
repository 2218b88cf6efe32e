import { join } from 'node:path'
import { readSettings } from '../config/settings.ts'
import { createSqliteJournal } from '../journal/sqlite/journal.ts'
import { UserError } from '../model/user-error.ts'
import { askRunningBot } from './ask.ts'
import type { CliCommand } from './terminal.ts'

type Verification = ReturnType<ReturnType<typeof createSqliteJournal>['verify']>

export const audit: CliCommand = {
  name: 'audit',
  usage: 'verify',
  help: 'Prove the event chain, or name the first bent row.',
  run: async (args, terminal) => {
    if (args[0] !== 'verify') throw new UserError('usage', 'drover audit takes one word: verify')
    const beside = await askRunningBot(['audit', 'verify'], { ...terminal, err: () => undefined }).catch(
      () => undefined,
    )
    if (beside !== undefined) return beside
    const sqlite = createSqliteJournal({
      path: join(readSettings(terminal.env).dataPath, 'drover.sqlite'),
      now: () => new Date(),
    })
    try {
      terminal.out(auditText(sqlite.verify()))
      return 0
    } finally {
      await sqlite.journal.stop()
    }
  },
}

/** The proof in one sentence; throws a UserError that names the first bent row. */
export function auditText(verification: Verification): string {
  if (!verification.ok) throw new UserError('chain-broken', verification.sentence)
  return `All ${verification.events} events are as they were written. Head of the chain: ${verification.head}`
}
