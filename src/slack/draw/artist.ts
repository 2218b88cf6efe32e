import type { RunEvent } from '../../model/event.ts'
import type { Mailroom } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'
import { type Change, changesOf } from './change.ts'
import { logFile } from './files.ts'
import { mirrorGate } from './mirror-gate.ts'
import { putMissing } from './put-again.ts'
import { putChanges, putCurrent } from './put-changes.ts'
import { createSketches, type Facts } from './sketches.ts'

/** Draws one run: at once what is known, then what takes a look-up. */
export interface Artist {
  /** What is known is put before the first wait, so that a caller that does not wait still finds it put. */
  draw(run: Run, events: readonly RunEvent[]): Promise<void>
  redraw(runId: string): Promise<void>
  /** Puts what is missing of a run's whole history. */
  repair(runId: string): Promise<void>
}

/** What the artist needs. `poke` wakes the outbox. */
export interface ArtistOptions extends Facts {
  readonly mailroom: Mailroom
  readonly botUserId: string
  readonly poke: () => void
}

export function createArtist(options: ArtistOptions): Artist {
  const { mailroom, runs, poke } = options
  const sketches = createSketches(options)

  const putNow = (run: Run, changes: readonly Change[]): void => {
    putChanges(changes, sketches.viewOf, mailroom)
    putCurrent(sketches.viewOf(run), mailroom)
    poke()
  }
  /** Drawn from whatever the run is once the look-up is through. */
  const putLater = async (run: Run, changes: readonly Change[]): Promise<void> => {
    const newest = await sketches.refresh(run)
    putCurrent(sketches.viewOf(newest), mailroom)
    poke()
    for (const closed of gatesClosedBy(changes)) await mirrorGate(closed, false, options)
    await mirrorGate(newest, true, options)
  }
  const putLogs = async (changes: readonly Change[]): Promise<void> => {
    for (const change of changes) {
      const file = await logFile(change, runs)
      if (file) putMissing(file, mailroom)
    }
  }
  const historyOf = async (runId: string): Promise<readonly Change[]> => {
    const history = await runs.journal.history(runId)
    const events = history.map(({ event }) => event)
    return changesOf(runId, events)
  }
  return {
    async draw(run, events) {
      const changes = sketches.next(run, events) ?? (await historyOf(run.id))
      putNow(run, changes)
      await putLater(run, changes)
      await putLogs(changes.filter(({ event }) => event.seq >= (events[0]?.seq ?? Number.POSITIVE_INFINITY)))
    },
    async redraw(runId) {
      const run = sketches.known(runId) ?? (await runs.journal.get(runId))
      if (run) putCurrent(sketches.viewOf(await sketches.refresh(run)), mailroom)
    },
    async repair(runId) {
      const changes = await historyOf(runId)
      const newest = changes.at(-1)?.after
      if (!newest) return
      putNow(newest, changes)
      await putLater(newest, changes)
    },
  }
}

/** The runs as they were while each gate was still open. */
function gatesClosedBy(changes: readonly Change[]): readonly Run[] {
  return changes.flatMap(({ before, after }) =>
    before?.gate && after.gate?.revision !== before.gate.revision ? [before] : [],
  )
}
