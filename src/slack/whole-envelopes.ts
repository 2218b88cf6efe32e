import type { SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'
import type { Log } from '../model/ports.ts'

type Client = SocketModeReceiver['client']

const Envelope = z.looseObject({ type: z.string() })
const EventEnvelope = z.looseObject({ payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }) })

/**
 * Lets only those envelopes through that socket-mode can read. Version 3.1 takes an event's type for granted and leaves
 * the rejection unhandled, which ends a Node process; and it calls by the envelope's own words, which may be names that
 * it listens to itself.
 */
export function readOnlyWhole(client: Client, log: Log): void {
  const readers = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const name = nameOf(data)
    if (name === undefined || client.eventNames().includes(name))
      return void log.warn('Slack sent an envelope that cannot be read; it was dropped.')
    for (const read of readers) read(data, isBinary)
  })
}

/** What socket-mode would call, or undefined when it could not tell. */
function nameOf(data: unknown): string | undefined {
  const read = parsed(String(data))
  const envelope = Envelope.safeParse(read)
  if (!envelope.success) return undefined
  if (envelope.data.type !== 'events_api') return envelope.data.type
  const event = EventEnvelope.safeParse(read)
  return event.success ? event.data.payload.event.type : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
