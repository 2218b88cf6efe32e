import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { createCommands } from '../journal/commands.ts'

/** As many as couch2pg-move has. */
const STEPS = 40
/** Runs that are played at once share their transactions. */
const AT_ONCE = 16

/** Plays whole runs on a new journal in a folder until it holds at least so many events; gives how many it holds. */
export async function writeHistory(dataPath: string, events: number): Promise<number> {
  await mkdir(dataPath, { recursive: true, mode: 0o700 })
  const { journal, mailroom } = createSqliteJournal({ path: join(dataPath, 'drover.sqlite'), now: () => new Date() })
  const { start, succeed } = createCommands(STEPS)
  let written = 0
  let run = 0
  journal.onChange(({ events: added }) => {
    written += added.length
  })
  const play = async (): Promise<void> => {
    while (written < events) {
      run += 1
      const id = `old${run}`
      await journal.send(id, start(run))
      for (let step = 0; step < STEPS; step++) await journal.send(id, succeed(step))
      // The bot that ran them had drawn them.
      mailroom.drawn(id, (await journal.get(id))?.seq ?? 0)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, play))
  await journal.stop()
  return written
}
