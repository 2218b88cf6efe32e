import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunEvent } from '../../model/event.ts'
import type { Mailroom } from '../../model/mailroom.ts'
import type { Records } from '../../model/records.ts'
import type { Run } from '../../model/run.ts'
import { type Change, changesOf } from './change.ts'
import { logFile } from './files.ts'
import { createMarks } from './marks.ts'
import { mirrorGate } from './mirror-gate.ts'
import { preflightNotesOf } from './preflight-notes.ts'
import { putChanges, putCurrent } from './put-changes.ts'
import { remindersOf } from './reminders.ts'
import { reportLetters } from './report-letters.ts'
import { createSketches, type Facts } from './sketches.ts'
import { tellings } from './watchers.ts'

/** Draws one run, what is known without waiting for a slow look-up. Each drawing is one transaction. */
export interface Artist {
  draw(run: Run, events: readonly RunEvent[]): Promise<void>
  redraw(runId: string): Promise<void>
  /** Puts what is missing of a run's whole history. */
  repair(runId: string): Promise<void>
  /** Has the cards of these runs say that this process is about to end, by what is known without asking. */
  farewell(runs: readonly Run[]): void
  /** Remembers what is drawn, so that the next process need not look. */
  finish(): void
}

/** What the artist needs. `poke` wakes the outbox. */
export interface ArtistOptions extends Facts {
  readonly mailroom: Mailroom
  readonly records: Records
  readonly botUserId: string
  readonly poke: () => void
}

export function createArtist(options: ArtistOptions): Artist {
  const { mailroom, records, runs, poke } = options
  const sketches = createSketches(options)
  const marks = createMarks(mailroom)

  const put = (run: Run, changes: readonly Change[] = []): void => {
    mailroom.together(() => {
      marks.write()
      putChanges(changes, sketches.viewOf, mailroom)
      putCurrent(sketches.viewOf(run), mailroom)
    })
    poke()
  }
  /** With what was looked up when that is quick. What is known already does not wait for Slack's answers. */
  const putSoon = async (run: Run, changes: readonly Change[]): Promise<Run> => {
    const looking = sketches.refresh(run)
    const quick = await Promise.race([looking.catch(() => undefined), nextTurn()])
    put(quick ?? sketches.known(run.id) ?? run, changes)
    const newest = await looking
    if (!quick) put(newest)
    return newest
  }
  const putCopies = async (newest: Run, changes: readonly Change[]): Promise<void> => {
    const copies = await Promise.all([
      ...gatesClosedBy(changes).map((closed) => mirrorGate(closed, false, options)),
      mirrorGate(newest, true, options),
      remindersOf(changes, options.people),
      preflightNotesOf(changes),
    ])
    mailroom.together(() => {
      for (const copy of copies.flat()) mailroom.put(copy)
      for (const told of tellings(changes, { mailroom, viewOf: sketches.viewOf, now: options.now }))
        mailroom.putMissing(told)
    })
    poke()
  }
  const putLogs = async (changes: readonly Change[]): Promise<void> => {
    for (const change of changes) {
      const file = await logFile(change, runs)
      if (file) mailroom.putMissing(file)
    }
  }
  const putReport = async (run: Run): Promise<void> => {
    const letters = await reportLetters(run, mailroom, records)
    mailroom.together(() => {
      for (const letter of letters) mailroom.putMissing(letter)
    })
    if (letters.length > 0) poke()
  }
  const historyOf = async (runId: string): Promise<readonly Change[]> => {
    const history = await runs.journal.history(runId)
    const events = history.map(({ event }) => event)
    return changesOf(runId, events)
  }
  return {
    async draw(run, events) {
      marks.begin(run.id)
      const changes = sketches.next(run, events) ?? (await historyOf(run.id))
      await putCopies(await putSoon(run, changes), changes)
      await putLogs(changes.filter(({ event }) => event.seq >= (events[0]?.seq ?? Number.POSITIVE_INFINITY)))
      await putReport(run)
      marks.end(run)
    },
    async redraw(runId) {
      const run = sketches.known(runId) ?? (await runs.journal.get(runId))
      if (run) put(await sketches.refresh(run))
    },
    async repair(runId) {
      const changes = await historyOf(runId)
      const newest = changes.at(-1)?.after
      if (!newest) return
      marks.begin(runId)
      await putCopies(await putSoon(newest, changes), changes)
      await putReport(newest)
      marks.end(newest)
    },
    farewell(leaving) {
      sketches.leave()
      for (const run of leaving) put(sketches.known(run.id) ?? run)
    },
    finish: () => mailroom.together(marks.write),
  }
}

/** The runs as they were while each gate was still open. */
function gatesClosedBy(changes: readonly Change[]): readonly Run[] {
  return changes.flatMap(({ before, after }) =>
    before?.gate && after.gate?.revision !== before.gate.revision ? [before] : [],
  )
}
