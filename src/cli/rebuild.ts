import { join } from 'node:path'
import { readSettings } from '../config/settings.ts'
import { createSqliteJournal } from '../journal/sqlite/journal.ts'
import type { CliCommand } from './terminal.ts'

export const rebuild: CliCommand = {
  name: 'rebuild',
  usage: '',
  help: 'Make every projection again from the events, with the bot stopped.',
  run: async (_args, terminal) => {
    const sqlite = createSqliteJournal({
      path: join(readSettings(terminal.env).dataPath, 'drover.sqlite'),
      now: () => new Date(),
    })
    try {
      sqlite.rebuild()
      terminal.out('Every projection was made again from the events.')
      return 0
    } finally {
      await sqlite.journal.stop()
    }
  },
}
