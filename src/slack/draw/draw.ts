import type { RunEvent } from '../../model/event.ts'
import type { Mailroom, Posted } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import type { Run } from '../../model/run.ts'
import { createArtist } from './artist.ts'
import type { Facts } from './sketches.ts'
import { createThrottle } from './throttle.ts'
import { unseenLetter } from './unseen.ts'

/** Turns runs into letters. Everything is derived from the run and its events, so it can always be drawn again. */
export interface Draw {
  /** After events: puts what they left behind, and how the run is now. Never throws. */
  draw(run: Run, events: readonly RunEvent[]): void
  /** Only the numbers on the card moved; drawn at most once a second. */
  redraw(runId: string): void
  /** Puts what is missing: of all runs that may have changed while nobody drew, or of those in one channel. */
  repair(channel?: string): Promise<void>
  /** Slack keeps us from posting: tells the driver. */
  onClosed(letter: Posted, code: string): void
  stop(): void
}

/** What drawing needs. `poke` wakes the outbox. */
export interface DrawOptions extends Facts {
  readonly mailroom: Mailroom
  readonly log: Log
  readonly botName: string
  readonly botUserId: string
  readonly poke: () => void
}

const REDRAW_EVERY_MS = 1_000
const RECENT_RUNS = 50

export function createDraw(options: DrawOptions): Draw {
  const { mailroom, log, poke, botName } = options
  const { journal } = options.runs
  const artist = createArtist(options)
  const throttle = createThrottle(REDRAW_EVERY_MS)

  const guarded = async (runId: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      log.error('A run could not be drawn in full.', { run: runId, error })
    }
    poke()
  }
  const tellDriver = async (runId: string, letter: Posted, code: string): Promise<void> => {
    const run = await journal.get(runId)
    if (run) mailroom.put(unseenLetter(run, letter, code, botName))
  }
  return {
    draw: (run, events) => void guarded(run.id, () => artist.draw(run, events)),
    redraw: (runId) => throttle.soon(runId, () => void guarded(runId, () => artist.redraw(runId))),
    async repair(channel) {
      const all = [...(await journal.list({ active: true })), ...(await journal.list({ limit: RECENT_RUNS }))]
      const wanted = all.filter((run) => channel === undefined || run.channel === channel)
      for (const id of new Set(wanted.map((run) => run.id))) await guarded(id, () => artist.repair(id))
    },
    onClosed(letter, code) {
      const runId = letter.key.split('/')[0] ?? ''
      if (!/^[UW]/.test(letter.channel)) void guarded(runId, () => tellDriver(runId, letter, code))
    },
    stop: () => throttle.stop(),
  }
}
