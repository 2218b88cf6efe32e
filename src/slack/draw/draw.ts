import type { RunEvent } from '../../model/event.ts'
import type { Due, Mailroom } from '../../model/mailroom.ts'
import { nextWordBy } from '../../model/next-word.ts'
import type { Log } from '../../model/ports.ts'
import type { Records } from '../../model/records.ts'
import { hasEnded, type Run } from '../../model/run.ts'
import { createTurns } from '../turns.ts'
import { createArtist } from './artist.ts'
import { cardKey } from './keys.ts'
import type { Facts } from './sketches.ts'
import { createThrottle } from './throttle.ts'
import { unseenLetter } from './unseen.ts'

/** Turns runs into letters. Everything is derived from the run and its events, so it can always be drawn again. */
export interface Draw {
  /** After events: puts what they left behind, and how the run is now, soon and once for events that come together. Never throws. */
  draw(run: Run, events: readonly RunEvent[]): void
  /** Only the numbers on the card moved; drawn no more often than a card may be edited. */
  redraw(runId: string): void
  /** Puts what is missing: of all runs that may have changed while nobody drew, or of those in one channel. */
  repair(channel?: string): Promise<void>
  /** Slack keeps us from posting: tells the driver. */
  onClosed(letter: Due, code: string): void
  /** Has the cards of runs that act say that this process is about to end. Gives the keys of those cards. */
  farewell(): Promise<readonly string[]>
  /** Draws what waits, and nothing more. Resolves when it is put. */
  stop(): Promise<void>
}

/** What drawing needs. `poke` wakes the outbox. */
export interface DrawOptions extends Facts {
  readonly mailroom: Mailroom
  readonly records: Records
  readonly log: Log
  readonly botName: string
  readonly botUserId: string
  readonly poke: () => void
}

const REDRAW_EVERY_MS = 3_000
const RECENT_RUNS = 50

/** A drawing takes some milliseconds; what people ask for meanwhile comes between two of them. */
const DRAWN_AT_ONCE = 1

export function createDraw(options: DrawOptions): Draw {
  const { mailroom, log, poke, botName } = options
  const { journal } = options.runs
  const artist = createArtist(options)
  const throttle = createThrottle(REDRAW_EVERY_MS)
  const turns = createTurns(DRAWN_AT_ONCE)
  const undrawn = new Map<string, { run: Run; readonly events: RunEvent[] }>()
  const underway = new Set<Promise<void>>()

  const guarded = async (runId: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      log.error('A run could not be drawn in full.', { run: runId, error })
    }
    poke()
  }
  const inTurn = (runId: string, work: () => Promise<void>): void => {
    const drawing = turns.take(() => guarded(runId, work))
    underway.add(drawing)
    void drawing.finally(() => underway.delete(drawing))
  }
  const drawNewest = async (runId: string): Promise<void> => {
    const newest = undrawn.get(runId)
    undrawn.delete(runId)
    if (newest) await artist.draw(newest.run, newest.events)
  }
  const tellDriver = async (runId: string, letter: Due, code: string): Promise<void> => {
    const run = await journal.get(runId)
    if (run) mailroom.put(unseenLetter(run, letter, code, botName))
  }
  return {
    draw(run, events) {
      const waiting = undrawn.get(run.id)
      undrawn.set(run.id, { run, events: [...(waiting?.events ?? []), ...events] })
      if (!waiting) inTurn(run.id, () => drawNewest(run.id))
    },
    redraw: (runId) => throttle.soon(runId, () => inTurn(runId, () => artist.redraw(runId))),
    async repair(channel) {
      const all = [...(await journal.list({ active: true })), ...(await journal.list({ limit: RECENT_RUNS }))]
      const runs = new Map(all.map((run) => [run.id, run]))
      for (const run of runs.values()) {
        if (channel !== undefined && run.channel !== channel) continue
        if (channel !== undefined || !mailroom.isDrawn(run.id, run.seq))
          await guarded(run.id, () => artist.repair(run.id))
        else if (!hasEnded(run)) inTurn(run.id, () => artist.redraw(run.id))
      }
    },
    onClosed(letter, code) {
      const runId = letter.key.split('/')[0] ?? ''
      if (!/^[UW]/.test(letter.channel)) void guarded(runId, () => tellDriver(runId, letter, code))
    },
    async farewell() {
      const active = await journal.list({ active: true })
      const leaving = active.filter((run) => nextWordBy(run, options.now()) !== undefined)
      artist.farewell(leaving)
      return leaving.map(({ id }) => cardKey(id))
    },
    async stop() {
      throttle.stop()
      await Promise.allSettled(underway)
      artist.finish()
    },
  }
}
