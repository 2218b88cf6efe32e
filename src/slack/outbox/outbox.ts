import type { Mailroom, Posted } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import { within } from '../within.ts'
import { choose } from './choose.ts'
import { deliver } from './deliver.ts'
import { createLanes } from './lanes.ts'
import type { Mail } from './mail.ts'
import { createPlaces } from './places.ts'
import { settle } from './settle.ts'

/** Sends what is due, for ever, at the pace Slack allows. */
export interface Outbox {
  /** Something was put: look soon. */
  poke(): void
  /** Ends the sending; what is not sent yet stays due. */
  stop(): Promise<void>
}

/** What the outbox needs. `onClosed` hears of letters that Slack keeps the bot from posting. */
export interface OutboxOptions {
  readonly mailroom: Mailroom
  readonly mail: Mail
  readonly now: () => Date
  readonly log: Log
  readonly onClosed: (letter: Posted, code: string) => void
}

const STOP_WAIT_MS = 3_000

export function createOutbox({ mailroom, mail, now, log, onClosed }: OutboxOptions): Outbox {
  const lanes = createLanes()
  const places = createPlaces(mail)
  const abandoned = new Set<string>()
  const underway = new Set<Promise<void>>()
  const abandon = (ts: string) => void abandoned.add(ts)
  const ledger = { mailroom, lanes, log, onClosed, abandon, refusals: new Map<string, string>() }
  const trying = (key: string) => mailroom.trying(key)
  const sending = { mail, log, trying, isAbandoned: (ts: string) => abandoned.has(ts) }
  const nowMs = () => now().getTime()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const carry = async (letter: Posted, threadTs: string | undefined): Promise<void> => {
    lanes.begin(letter, nowMs())
    const outcome = await places.within(letter.channel, (channel) => deliver(letter, { channel, threadTs }, sending))
    lanes.end(letter, nowMs())
    settle(letter, outcome, nowMs(), ledger)
    poke()
  }

  const pump = (): void => {
    if (isStopped) return
    const { send, wakeMs } = choose(mailroom.due(), lanes, (key) => mailroom.find(key)?.ts, nowMs())
    for (const { letter, threadTs } of send) {
      const carrying = carry(letter, threadTs).catch((error) => log.error('The outbox failed.', { error }))
      underway.add(carrying)
      void carrying.finally(() => underway.delete(carrying))
    }
    if (wakeMs !== undefined) timer = setTimeout(pump, wakeMs - nowMs())
  }

  const poke = (): void => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(pump, 0)
  }

  return {
    poke,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await within(Promise.allSettled(underway), STOP_WAIT_MS)
    },
  }
}
