import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { createCommands } from './commands.ts'

const FILE = 'drover.sqlite'
/** Few enough that SQLite's log, written over after 4 MB, only grows meanwhile. */
const SAMPLE_MAX = 40

/** Runs that are played on a real journal, one after the other. */
export interface Transitions {
  /** Bytes that one transition adds to SQLite's log, asked before the log is written over for the first time. */
  bytesEach(): Promise<number>
  /** Milliseconds of each transition: a report that a step succeeded, which starts the next one. */
  time(count: number): Promise<readonly number[]>
  stop(): Promise<void>
}

/** A journal in a folder, and a plan of so many checks. Starts of runs are not timed. */
export async function createTransitions(dir: string, stepCount: number): Promise<Transitions> {
  const { journal } = createSqliteJournal({ path: join(dir, FILE), now: () => new Date() })
  const { start, succeed } = createCommands(stepCount)
  let run = 0
  let step = stepCount

  const once = async (): Promise<number> => {
    if (step === stepCount) {
      run += 1
      step = 0
      await journal.send(`run-${run}`, start(run))
    }
    const command = succeed(step)
    const startedMs = performance.now()
    await journal.send(`run-${run}`, command)
    const endedMs = performance.now()
    step += 1
    return endedMs - startedMs
  }
  const time = async (count: number): Promise<readonly number[]> => {
    const times: number[] = []
    while (times.length < count) times.push(await once())
    return times
  }
  const logBytes = async () => (await stat(join(dir, `${FILE}-wal`))).size

  return {
    time,
    async bytesEach() {
      await once()
      const before = await logBytes()
      const count = Math.min(Math.max(1, stepCount - 1), SAMPLE_MAX)
      await time(count)
      return Math.round(((await logBytes()) - before) / count)
    },
    stop: () => journal.stop(),
  }
}
