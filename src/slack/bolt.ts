import { App } from '@slack/bolt'
import type { Log } from '../model/ports.ts'
import { sdkLogger } from './sdk-logger.ts'
import { createSockets, type SocketHealth, type SocketOptions } from './sockets.ts'

/** What is left to do for a delivery once Slack was answered. */
export type Work = () => Promise<void>

/**
 * What Slack may send us. Each resolves as soon as it is on the disk that the delivery came, and gives the work: Slack
 * is answered between the two. Bodies are as they came.
 */
export interface Listeners {
  command(body: unknown): Promise<Work>
  click(body: unknown): Promise<Work>
  /** Errors by block_id keep the window open; none closes it. Decided at once, without asking anybody. */
  check(body: unknown): Readonly<Record<string, string>>
  submission(body: unknown): Promise<Work>
  /** Whether an event is new; called before Slack is answered. */
  receiveEvent(eventId: string): Promise<boolean>
  /** A new event, after Slack was answered. */
  event(type: SlackEvent, body: unknown): Promise<void>
}

/** The events the app subscribes to; manifest.yml lists the same. */
export const SLACK_EVENTS = [
  'app_home_opened',
  'app_mention',
  'channel_unarchive',
  'group_unarchive',
  'member_joined_channel',
  'subteam_members_changed',
  'subteam_updated',
] as const

export type SlackEvent = (typeof SLACK_EVENTS)[number]

/** Slack's side of the app. */
export interface Bolt {
  start(): Promise<void>
  stop(): Promise<void>
  health(): readonly SocketHealth[]
}

/** What the app needs; the bot's ids keep Bolt from asking for them before each answer. */
export interface BoltOptions extends SocketOptions {
  readonly botToken: string
  readonly botId: string
  readonly botUserId: string
}

/** The Bolt app on two sockets. Every delivery is first written down, then acknowledged, then worked on. */
export function createBolt(options: BoltOptions, listeners: Listeners): Bolt {
  const { log, apiUrl, botToken, botId, botUserId } = options
  const sockets = createSockets(options)
  const [first, ...others] = sockets.receivers
  if (!first) throw new Error('there is no socket')
  const app = new App({
    receiver: first,
    authorize: async () => ({ botToken, botId, botUserId }),
    convoStore: false,
    logger: sdkLogger(log),
    clientOptions: { ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) },
  })
  for (const receiver of others) receiver.init(app)
  listen(app, listeners, log)
  return { start: sockets.start, stop: sockets.stop, health: sockets.health }
}

function listen(app: App, listeners: Listeners, log: Log): void {
  app.command(/.+/, async ({ ack, body }) => {
    const work = await listeners.command(body)
    await ack()
    await work()
  })
  app.action(/.*/, async ({ ack, body }) => {
    const work = await listeners.click(body)
    await ack()
    await work()
  })
  app.view(/.*/, async ({ ack, body }) => {
    const errors = listeners.check(body)
    if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors })
    const work = await listeners.submission(body)
    await ack()
    await work()
  })
  receiveEvents(app, listeners)
  for (const type of SLACK_EVENTS) app.event(type, ({ body }) => listeners.event(type, body))
  app.error(async (error) => log.error('Slack sent something that could not be handled.', { error }))
}

/** Bolt acknowledges an event before its listeners hear of it, so it is written down before Bolt gets it. */
function receiveEvents(app: App, listeners: Listeners): void {
  const process = app.processEvent.bind(app)
  app.processEvent = async (delivery) => {
    const eventId: unknown = delivery.body['event_id']
    if (typeof eventId !== 'string' || (await listeners.receiveEvent(eventId))) return await process(delivery)
    await delivery.ack()
  }
}
