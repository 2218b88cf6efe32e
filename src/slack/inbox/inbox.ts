import { randomBytes } from 'node:crypto'
import type { Mailroom } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import { UserError } from '../../model/user-error.ts'
import { createTurns } from '../turns.ts'

/** One thing that came from Slack. */
export interface Delivery {
  /** The same for every repetition of the same delivery, and for no other. */
  readonly key: string
  readonly work: () => Promise<void>
  /** Says a sentence to the person who waits for an answer. */
  readonly tell: (sentence: string) => Promise<void>
}

/** Does the work of each delivery once, and never ends it in silence. */
export interface Inbox {
  /** Resolves once it is on the disk that this came: only then may Slack hear so. False when it came before. */
  receive(key: string): Promise<boolean>
  /** The work of a delivery that was received, soon. Never throws. */
  work(delivery: Delivery): Promise<void>
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>
  /** Deliveries that are not answered yet. */
  due(): number
}

/** Enough to make commands of one turn share a transaction, few enough that an answer to Slack does not wait. */
const STARTED_AT_ONCE = 8

export function createInbox(mailroom: Mailroom, log: Log): Inbox {
  const turns = createTurns(STARTED_AT_ONCE)
  const underway = new Set<Promise<void>>()
  const attempt = async ({ key, work, tell }: Delivery): Promise<void> => {
    try {
      await work()
    } catch (error) {
      await tell(sentenceFor(error, log)).catch((cause) => log.error('A person got no answer.', { key, cause }))
    }
  }
  return {
    async receive(key) {
      const isNew = await mailroom.receive(key)
      if (!isNew) log.info('A repeated delivery was dropped.', { key })
      return isNew
    },
    async work(delivery) {
      const attempting = turns.take(() => attempt(delivery))
      underway.add(attempting)
      await attempting.finally(() => underway.delete(attempting))
    },
    async idle() {
      await Promise.allSettled(underway)
    },
    due: () => underway.size,
  }
}

/** Words of a UserError; anything else gets a reference that stands in the log too. */
export function sentenceFor(error: unknown, log: Log): string {
  if (error instanceof UserError) return error.message
  const ref = randomBytes(2).toString('hex')
  log.error('Something broke while answering a person.', { ref, error })
  return `Something broke on my side (ref ${ref}). The run is where it was. The operator's log has the details.`
}
