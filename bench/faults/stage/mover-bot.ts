import { createInterface } from 'node:readline'
import { Errand } from './errand.ts'
import { rowsMigration } from './rows-migration.ts'
import { startSmallBot } from './small-bot.ts'

/** The bot of a move in a process of its own, for dying. Its errand is the first line on stdin; the end of stdin ends it. */
for await (const line of createInterface({ input: process.stdin })) {
  const errand = Errand.parse(JSON.parse(line))
  const migration = rowsMigration(errand.source, errand.target, errand.bytesASecond)
  const bot = await startSmallBot({ ...errand, migration })
  await bot.begin()
}
process.exit()
