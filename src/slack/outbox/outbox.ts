import { setTimeout as sleep } from 'node:timers/promises'
import type { Due, Mailroom } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import { within } from '../within.ts'
import { createBatch } from './batch.ts'
import { choose } from './choose.ts'
import { deliver, type Outcome } from './deliver.ts'
import { joined } from './join-lines.ts'
import { createLanes } from './lanes.ts'
import type { Mail } from './mail.ts'
import { type Message, messagesOf, rememberTries } from './message.ts'
import { createPlaces } from './places.ts'
import { type Ledger, settle } from './settle.ts'

/** Sends what is due, for ever, at the pace Slack allows. */
export interface Outbox {
  /** Something was put: look soon. */
  poke(): void
  /** Slack's error code when it refuses the bot token; undefined while messages are taken. */
  lockedOut(): string | undefined
  /** Resolves when these letters were sent as they are now, or the sending was ended. */
  sent(keys: readonly string[]): Promise<void>
  /** Ends the sending; what is not sent yet stays due. */
  stop(): Promise<void>
}

/** What the outbox needs. `onClosed` hears of letters that Slack keeps the bot from posting. */
export interface OutboxOptions {
  readonly mailroom: Mailroom
  readonly mail: Mail
  readonly now: () => Date
  readonly log: Log
  readonly onClosed: (letter: Due, code: string) => void
}

const STOP_WAIT_MS = 3_000
/** Looking at all that is due takes a while when much is due, and many things poke at once. */
const LOOK_EVERY_MS = 20
const AFTER_FAILURE_MS = 3_000

/** A message, and how sending it ended. */
interface Ended {
  readonly message: Message
  readonly outcome: Outcome
}

export function createOutbox({ mailroom, mail, now, log, onClosed }: OutboxOptions): Outbox {
  const lanes = createLanes()
  const places = createPlaces(mail)
  const abandoned = new Set<string>()
  const underway = new Set<Promise<void>>()
  const abandon = (ts: string) => void abandoned.add(ts)
  const ledger: Ledger = { mailroom, lanes, log, onClosed, abandon, refusals: new Map<string, string>() }
  const sending = { mail, log, isAbandoned: (ts: string) => abandoned.has(ts) }
  const nowMs = () => now().getTime()
  let timer: NodeJS.Timeout | undefined
  let lookedMs = Number.NEGATIVE_INFINITY
  let isStopped = false

  const settleSoon = createBatch((ended: readonly Ended[]): void => {
    for (const { message } of ended) lanes.end(message.due, nowMs())
    try {
      mailroom.together(() => {
        for (const { message, outcome } of ended) settle(message, outcome, nowMs(), ledger)
      })
    } catch (error) {
      log.error('The outbox could not write down what it sent.', { error })
      for (const { message } of ended) lanes.backOff(message.due, nowMs())
    }
    poke()
  })

  const carry = async (message: Message): Promise<void> => {
    const { due, threadTs, first, others } = message
    const letter = joined(first, others)
    lanes.begin(due, nowMs())
    const outcome = await places.within(due.channel, (channel) => deliver(letter, { channel, threadTs }, sending))
    await settleSoon({ message, outcome })
  }

  const look = (): void => {
    lookedMs = performance.now()
    const { send, wakeMs } = choose(mailroom.due(), lanes, (key) => mailroom.find(key)?.ts, nowMs())
    if (wakeMs !== undefined) timer = setTimeout(pump, wakeMs - nowMs())
    const messages = messagesOf(send, mailroom)
    rememberTries(messages, mailroom)
    for (const message of messages) {
      const carrying = carry(message)
      underway.add(carrying)
      void carrying.finally(() => underway.delete(carrying))
    }
  }

  const pump = (): void => {
    if (isStopped) return
    try {
      look()
    } catch (error) {
      log.error('The outbox failed; it tries again.', { error })
      timer = setTimeout(pump, AFTER_FAILURE_MS)
    }
  }

  const poke = (): void => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(pump, Math.max(0, lookedMs + LOOK_EVERY_MS - performance.now()))
  }

  return {
    poke,
    lockedOut: () => ledger.lockedOut,
    async sent(keys) {
      const isDue = () => mailroom.due().some(({ key }) => keys.includes(key))
      while (!isStopped && isDue()) await sleep(LOOK_EVERY_MS)
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await within(Promise.allSettled(underway), STOP_WAIT_MS)
    },
  }
}
