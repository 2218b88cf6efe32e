import { join } from 'node:path'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { DROVER, type RunEvent } from '../../src/model/event.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { undoOf } from '../../src/model/step.ts'
import { isUndecidable } from './job-folders.ts'
import type { LedgerBed } from './ledger-bed.ts'

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
    const known = new Set(histories.flatMap(({ run, events }) => attemptsIn(run, events)))
    const written = new Set(ledger)
    const asked = histories.flatMap(({ run, events }) => questionsIn(run, events))
    const isSure = await Promise.all(asked.map(async (job) => !(await isUndecidable(bed, job))))
    return {
      runs: runs.length,
      events: histories.reduce((sum, { events }) => sum + events.length, 0),
      acts: ledger.length,
      lost: [
        ...runs.filter((run) => !hasEnded(run)).map(({ id, status }) => `${id} has not ended and is ${status}`),
        ...histories.flatMap(({ run, events }) => successesIn(run, events)).filter((job) => !written.has(job)),
        ...ledger.filter((job) => !known.has(job)),
      ],
      repeated: [...repeatedIn(ledger), ...repeatedIn([...written].map(withoutAttempt))],
      asked,
      failed: histories.flatMap(({ run, events }) => failuresIn(run, events)),
      decidable: asked.filter((_, index) => isSure[index]),
      ...(!proof.ok && { broken: proof.sentence }),
    }
  } finally {
    await journal.stop()
  }
}

function repeatedIn(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

function withoutAttempt(job: string): string {
  return job.replace(/-\d+$/, '')
}

/** Jobs that the journal knew of before they could have begun. */
function attemptsIn({ id }: Run, events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-started') return [`${id}-${event.step}-${event.attempt}`]
    return event.type === 'undo-started' ? [`${id}-${event.step}-undo-${event.attempt}`] : []
  })
}

/** Jobs that the bot itself saw to a good end. */
function successesIn({ id, plan }: Run, events: readonly RunEvent[]): readonly string[] {
  const stepCalled = (name: string) => plan.steps.find((step) => step.id === name)
  return events.flatMap((event) => {
    if (event.type !== 'step-succeeded' && event.type !== 'step-undone') return []
    const step = stepCalled(event.step)
    if (!step || !('act' in step)) return []
    if (event.type === 'step-succeeded') return [`${id}-${event.step}-${event.attempt}`]
    return typeof undoOf(step) === 'object' ? [`${id}-${event.step}-undo-${event.attempt}`] : []
  })
}

function questionsIn({ id }: Run, events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-uncertain') return [`${id}-${event.step}-${event.attempt}`]
    return event.type === 'undo-failed' && event.uncertain ? [`${id}-${event.step}-undo-${event.attempt}`] : []
  })
}

function failuresIn({ id }: Run, events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    const isBots = event.type === 'step-failed' || (event.type === 'undo-failed' && !event.uncertain)
    return isBots && event.actor === DROVER ? [`${id}-${event.step}-${event.attempt}: ${event.failure.summary}`] : []
  })
}
