import { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'
import { codeOf } from './outbox/fault.ts'
import { sdkLogger } from './sdk-logger.ts'
import { guardSockets, type SocketGuard } from './socket-guard.ts'
import { readOnlyWhole } from './whole-envelopes.ts'
import { within } from './within.ts'

/** One connection to Slack, and since when it is as it is. */
export interface SocketHealth {
  readonly isConnected: boolean
  readonly sinceAt: string
}

/** Two connections to Slack: while one reconnects, which takes seconds, the other still listens. */
export interface Sockets {
  readonly receivers: readonly SocketModeReceiver[]
  /** Resolves when one connection is up, a moment later at most than the others. Throws a UserError when Slack refuses the app token. */
  start(): Promise<void>
  stop(): Promise<void>
  health(): readonly SocketHealth[]
}

/** What the connections need. */
export interface SocketOptions {
  readonly appToken: string
  readonly apiUrl?: string | undefined
  readonly now: () => Date
  readonly log: Log
}

const COUNT = 2
const ALL_UP_MS = 2_000
const STOP_WAIT_MS = 2_000
const RESTART_AFTER_MS = 15_000
/** Also the wait before a reconnect. People see dispatch_failed after three seconds without an answer. */
const PING_TIMEOUT_MS = 2_000

export function createSockets(options: SocketOptions): Sockets {
  const { log, now } = options
  const receivers = Array.from({ length: COUNT }, () => createReceiver(options))
  const states = receivers.map((receiver) => watch(receiver, now))
  let guard: SocketGuard | undefined
  let restart: NodeJS.Timeout | undefined

  const restartDead = (): void => {
    restart = undefined
    receivers.forEach((receiver, index) => {
      if (!states[index]?.().isConnected) receiver.start().catch(restartSoon)
    })
  }
  const restartSoon = (): void => {
    restart ??= setTimeout(restartDead, RESTART_AFTER_MS)
  }
  return {
    receivers,
    async start() {
      guard = guardSockets(log, restartSoon)
      const starting = receivers.map((receiver) => receiver.start())
      for (const one of starting) one.catch((error) => log.error('A connection to Slack did not open.', { error }))
      await Promise.any(starting).catch((all) => refuseToken(all))
      await within(Promise.all(starting), ALL_UP_MS)
    },
    async stop() {
      clearTimeout(restart)
      await Promise.all(receivers.map(disconnect))
      guard?.remove()
    },
    health: () => states.map((state) => state()),
  }
}

/**
 * The retry settings matter: with few retries socket-mode gives up after a short outage and never comes back; with its
 * own settings the waits grow without end.
 */
function createReceiver({ appToken, apiUrl, log }: SocketOptions): SocketModeReceiver {
  const clientOptions = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { forever: true, factor: 1.3, maxTimeout: 10_000 },
    timeout: 20_000,
  }
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLogger(log),
    clientPingTimeout: PING_TIMEOUT_MS,
    installerOptions: { clientOptions },
  })
  readOnlyWhole(receiver.client, log)
  return receiver
}

function watch({ client }: SocketModeReceiver, now: () => Date): () => SocketHealth {
  let state: SocketHealth = { isConnected: false, sinceAt: now().toISOString() }
  const become = (isConnected: boolean) => () => {
    if (isConnected !== state.isConnected) state = { isConnected, sinceAt: now().toISOString() }
  }
  client.on('connected', become(true))
  for (const event of ['close', 'reconnecting', 'disconnecting', 'disconnected']) client.on(event, become(false))
  return () => state
}

/** The SDK may wait for a peer that is gone, or reject with nothing. */
async function disconnect({ client }: SocketModeReceiver): Promise<void> {
  await within(client.disconnect(), STOP_WAIT_MS)
}

function refuseToken(all: unknown): never {
  const cause = all instanceof AggregateError ? all.errors[0] : all
  throw new UserError(
    'slack-refused',
    `Slack refused the app token (${codeOf(cause) ?? cause}). Put an app-level token with the scope connections:write, which begins with xapp-, in SLACK_APP_TOKEN.`,
    { cause },
  )
}
