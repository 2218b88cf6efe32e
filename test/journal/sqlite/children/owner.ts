import { createSqliteJournal } from '../../../../src/journal/sqlite/journal.ts'

const path = process.argv[2] ?? ''
createSqliteJournal({ path, now: () => new Date() })
process.stdout.write('open\n')
setInterval(() => undefined, 60_000)
