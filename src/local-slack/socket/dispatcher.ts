import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Changes } from '../changes.ts'
import { type Fields, isFields, parseJson } from '../fields.ts'
import { LIMITS } from '../rules/limits.ts'
import { type Connections, createConnections } from './connections.ts'
import { type Ack, type Delivery, DispatchFailed, type EnvelopeType } from './delivery.ts'
import { envelopeFrame } from './frames.ts'

/** What can go wrong on purpose with the next envelopes; asking uses the fault up. */
export interface EnvelopeFaults {
  takeDuplicate(): boolean
  takeRedelivery(): boolean
  takeHoldBack(): boolean
}

interface Waiting {
  delivery: Delivery
  startedMs: number
  socket: WebSocket | undefined
  isLate: boolean
  acked(ack: Ack): void
}

// Slack sends an unanswered event again at once, after a minute and after five.
const eventRetryDelaysMs = [0, 60_000, 300_000]

const newDelivery = (type: EnvelopeType, payload: Fields, retryAttempt: number): Delivery => ({
  envelopeId: randomUUID(),
  type,
  payload,
  sentAt: new Date().toISOString(),
  sends: 0,
  retryAttempt,
})

/** Sends envelopes to the bot and waits for its acks. Without a connection a payload waits for one. */
export class Dispatcher {
  readonly connections: Connections
  readonly deliveries: Delivery[] = []
  readonly #waiting = new Map<string, Waiting>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #changes: Changes
  readonly #faults: EnvelopeFaults
  #heldBack: Waiting[] = []

  constructor(appId: string, changes: Changes, faults: EnvelopeFaults) {
    this.#changes = changes
    this.#faults = faults
    this.connections = createConnections(appId, {
      text: (text) => this.#onText(text),
      open: () => this.#onOpen(),
      gone: (socket) => this.#onGone(socket),
    })
  }

  /** Resolves with the ack; rejects with DispatchFailed after three seconds. Events are then sent again. */
  async deliver(type: EnvelopeType, payload: Fields): Promise<Ack> {
    const redeliver = this.#faults.takeRedelivery()
    try {
      const ack = await this.#attempt(type, payload, 0)
      if (redeliver) await this.#attempt(type, payload, 1)
      return ack
    } catch (error) {
      if (type === 'events_api') this.#retryEvent(payload, 1)
      throw error
    }
  }

  /** Ends all connections and forgets what is on its way. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.connections.close()
  }

  #attempt(type: EnvelopeType, payload: Fields, retryAttempt: number): Promise<Ack> {
    const delivery = newDelivery(type, payload, retryAttempt)
    this.deliveries.push(delivery)
    return new Promise((resolve, reject) => {
      const deadline = this.#later(() => {
        this.#giveUp(delivery.envelopeId)
        reject(new DispatchFailed(`dispatch_failed: the bot did not answer in ${LIMITS.ackMs / 1000} seconds.`))
      }, LIMITS.ackMs)
      const acked = (ack: Ack) => {
        this.#forget(deadline)
        resolve(ack)
      }
      const entry: Waiting = { delivery, startedMs: Date.now(), socket: undefined, isLate: false, acked }
      this.#waiting.set(delivery.envelopeId, entry)
      if (this.#faults.takeHoldBack()) return void this.#heldBack.push(entry)
      this.#send(entry)
      if (this.#faults.takeDuplicate()) this.#send(entry)
      for (const earlier of this.#heldBack.splice(0)) this.#send(earlier)
    })
  }

  #send(entry: Waiting): void {
    entry.socket = this.connections.send(envelopeFrame(entry.delivery), entry.socket)
    if (!entry.socket) return
    entry.delivery.sends += 1
    this.#changes.tell()
  }

  #onText(text: string): void {
    const frame = parseJson(text)
    if (!isFields(frame)) return
    const entry = this.#waiting.get(String(frame['envelope_id']))
    if (!entry) return
    const ackMs = Date.now() - entry.startedMs
    Object.assign(entry.delivery, { ackedAt: new Date().toISOString(), ackMs, ackPayload: frame['payload'] })
    this.#waiting.delete(entry.delivery.envelopeId)
    entry.acked({ ackMs, payload: frame['payload'] })
    this.#changes.tell()
  }

  #onOpen(): void {
    for (const entry of this.#waiting.values()) if (!entry.socket && !this.#heldBack.includes(entry)) this.#send(entry)
    this.#changes.tell()
  }

  #onGone(socket: WebSocket): void {
    for (const entry of this.#waiting.values()) if (entry.socket === socket) this.#sendAgain(entry)
    this.#changes.tell()
  }

  #sendAgain(entry: Waiting): void {
    entry.socket = undefined
    if (entry.isLate) return
    entry.delivery.retryAttempt += 1
    this.#send(entry)
  }

  // An envelope that went out stays known after its time, so that a late ack is still recorded.
  #giveUp(envelopeId: string): void {
    const entry = this.#waiting.get(envelopeId)
    if (!entry) return
    entry.isLate = true
    if (entry.delivery.sends === 0) this.#waiting.delete(envelopeId)
    this.#changes.tell()
  }

  #retryEvent(payload: Fields, retryAttempt: number): void {
    const delayMs = eventRetryDelaysMs[retryAttempt - 1]
    if (delayMs === undefined) return
    const again = () => {
      this.#attempt('events_api', payload, retryAttempt).catch(() => this.#retryEvent(payload, retryAttempt + 1))
    }
    this.#later(again, delayMs).unref()
  }

  #later(run: () => void, ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    this.#timers.add(timer)
    return timer
  }

  #forget(timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    this.#timers.delete(timer)
  }
}
