import { join } from 'node:path'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { hasEnded } from '../../src/model/run.ts'
import { isUndecidable } from './job-folders.ts'
import type { LedgerBed } from './ledger-bed.ts'
import { attemptsIn, failuresIn, questionsIn, repeatedIn, successesIn, withoutAttempt } from './told.ts'

/** What a journal and a ledger say of each other, in jobs by their names. */
export interface Reckoning {
  readonly runs: number
  readonly events: number
  readonly acts: number
  /** The journal says that it succeeded, and the ledger has no line; the ledger has a line, and the journal no attempt; or a run has not ended. */
  readonly lost: readonly string[]
  /** Two lines for one attempt, or for two attempts of one step. */
  readonly repeated: readonly string[]
  /** Somebody was asked how it ended. */
  readonly asked: readonly string[]
  /** Of those that were asked, what the host could have told. */
  readonly decidable: readonly string[]
  /** What the bot called failed, and why: none of the acts does by itself. */
  readonly failed: readonly string[]
  /** Why the chain of events does not hold, if it does not. */
  readonly broken?: string | undefined
}

/** Holds journal and ledger against each other. The bot has to have ended. */
export async function reckon(bed: LedgerBed): Promise<Reckoning> {
  const { journal, verify } = createSqliteJournal({ path: join(bed.dataPath, 'drover.sqlite'), now: () => new Date() })
  try {
    const proof = verify()
    const runs = await journal.list({})
    const histories = await Promise.all(
      runs.map(async (run) => ({ run, events: (await journal.history(run.id)).map(({ event }) => event) })),
    )
    const ledger = await bed.ledger()
    const known = new Set(histories.flatMap(attemptsIn))
    const written = new Set(ledger)
    const asked = histories.flatMap(questionsIn)
    const isSure = await Promise.all(asked.map(async (job) => !(await isUndecidable(bed, job))))
    return {
      runs: runs.length,
      events: histories.reduce((sum, { events }) => sum + events.length, 0),
      acts: ledger.length,
      lost: [
        ...runs.filter((run) => !hasEnded(run)).map(({ id, status }) => `${id} has not ended and is ${status}`),
        ...histories.flatMap(successesIn).filter((job) => !written.has(job)),
        ...ledger.filter((job) => !known.has(job)),
      ],
      repeated: [...repeatedIn(ledger), ...repeatedIn([...written].map(withoutAttempt))],
      asked,
      failed: histories.flatMap(failuresIn),
      decidable: asked.filter((_, index) => isSure[index]),
      ...(!proof.ok && { broken: proof.sentence }),
    }
  } finally {
    await journal.stop()
  }
}
