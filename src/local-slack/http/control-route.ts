import { z } from 'zod'
import { createFaultControls, type FaultControls } from '../fault-controls.ts'
import { parseJson } from '../fields.ts'
import { readBytes } from './read-body.ts'
import { replyJson } from './reply.ts'
import type { Route } from './route.ts'

const call = z.strictObject({
  method: z.string().default('*'),
  times: z.int().positive().default(1),
  retryAfterSeconds: z.number().positive().default(1),
  status: z.int().min(400).default(503),
})
const refusal = z.strictObject({ method: z.string(), error: z.string(), times: z.int().positive().default(1) })
const channel = z.strictObject({ channel: z.string(), ts: z.string().default(''), on: z.boolean().default(true) })
const late = z.strictObject({
  method: z.string(),
  times: z.int().positive().default(1),
  delayMs: z.number().positive(),
})
const time = z.strictObject({ forMs: z.number().positive() })
const toggle = z.strictObject({ on: z.boolean().default(true) })
const socket = z.strictObject({ warn: z.boolean().default(false), count: z.int().positive().default(10) })

const acts: Record<string, (faults: FaultControls, body: unknown) => void> = {
  'rate-limit': (faults, body) => {
    const { method, ...options } = call.parse(body)
    faults.rateLimit(method, options)
  },
  'server-error': (faults, body) => {
    const { method, ...options } = call.parse(body)
    faults.serverError(method, options)
  },
  'drop-response': (faults, body) => {
    const { method, ...options } = call.parse(body)
    faults.dropResponse(method, options)
  },
  'late-answer': (faults, body) => {
    const { method, ...options } = late.parse(body)
    faults.lateAnswer(method, options)
  },
  'slack-error': (faults, body) => {
    const { method, error, times } = refusal.parse(body)
    faults.slackError(method, error, { times })
  },
  'duplicate-next': (faults) => faults.duplicateNext(),
  'hold-back-next': (faults) => faults.holdBackNext(),
  'redeliver-next': (faults) => faults.redeliverNext(),
  disconnect: (faults, body) => faults.disconnect(socket.parse(body)),
  'refuse-connections': (faults, body) => faults.refuseConnections(time.parse(body).forMs),
  outage: (faults, body) => faults.outage(time.parse(body).forMs),
  'revoke-token': (faults, body) => faults.revokeToken(toggle.parse(body).on),
  'refuse-blocks': (faults, body) => faults.refuseBlocks(toggle.parse(body).on),
  'expire-triggers': (faults, body) => faults.expireTriggers(toggle.parse(body).on),
  'expire-response-urls': (faults, body) => faults.expireResponseUrls(toggle.parse(body).on),
  archive: (faults, body) => {
    const { channel: name, on } = channel.parse(body)
    faults.archive(name, on)
  },
  'remove-bot': (faults, body) => faults.removeBot(channel.parse(body).channel),
  'delete-message': (faults, body) => {
    const { channel: name, ts } = channel.parse(body)
    faults.deleteMessage(name, ts)
  },
  clear: (faults) => faults.clear(),
}

/** `/_control/<fault>`: the faults of FaultControls over HTTP, each a POST with a JSON body. */
export const controlRoute: Route = async ({ state, request, response, rest }) => {
  const act = Object.hasOwn(acts, rest) ? acts[rest] : undefined
  if (!act) return replyJson(response, { ok: false, known: Object.keys(acts) }, 404)
  try {
    act(createFaultControls(state), parseJson((await readBytes(request)).toString()) ?? {})
    replyJson(response, { ok: true })
  } catch (error) {
    replyJson(response, { ok: false, error: error instanceof Error ? error.message : String(error) }, 400)
  }
}
