import type { Fields } from '../fields.ts'

/** The three kinds of envelopes a bot gets. */
export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api'

/** One envelope on its way to the bot, as tests and the page can ask about it. */
export interface Delivery {
  envelopeId: string
  type: EnvelopeType
  payload: Fields
  /** ISO UTC. */
  sentAt: string
  /** How often it went out, with those that got lost. */
  sends: number
  retryAttempt: number
  ackedAt?: string
  /** From the person's act to the ack. */
  ackMs?: number
  ackPayload?: unknown
}

/** The bot's answer to an envelope. */
export interface Ack {
  ackMs: number
  payload: unknown
}

/** The bot did not answer in three seconds; Slack shows people `dispatch_failed`. */
export class DispatchFailed extends Error {
  override readonly name = 'DispatchFailed'
}
