import type { WebClient } from '@slack/web-api'
import type { RunEvent } from '../model/event.ts'
import type { Mailroom } from '../model/mailroom.ts'
import type { Migration } from '../model/migration.ts'
import type { Plan } from '../model/plan.ts'
import type { Log } from '../model/ports.ts'
import type { Records } from '../model/records.ts'
import type { Run } from '../model/run.ts'
import type { People, Runs } from '../model/subcommand.ts'
import { UserError } from '../model/user-error.ts'
import { createBolt } from './bolt.ts'
import { checkChannels } from './check-channels.ts'
import { createDraw } from './draw/draw.ts'
import type { Answer } from './inbox/desk.ts'
import { createInbox } from './inbox/inbox.ts'
import { createListeners } from './listeners.ts'
import { codeOf } from './outbox/fault.ts'
import { createMail } from './outbox/mail.ts'
import { createOutbox } from './outbox/outbox.ts'
import { patiently } from './patiently.ts'
import { createSlackClient } from './slack-client.ts'
import type { SocketHealth } from './sockets.ts'
import { createTalk } from './talk.ts'
import { within } from './within.ts'

/** What the adapter needs. */
export interface SlackOptions {
  readonly botToken: string
  readonly appToken: string
  /** Ends in `/api/`; Slack's own when left out. */
  readonly apiUrl?: string | undefined
  readonly mailroom: Mailroom
  readonly runs: Runs
  /** From `createPeople`; `forget` is called when user groups change. */
  readonly people: People & { readonly forget?: () => void }
  readonly answer: Answer
  readonly records: Records
  readonly journalHead: () => string
  readonly now: () => Date
  readonly log: Log
  /** Ids of the channels of drover.yml: a start that finds the bot outside says so in the log. */
  readonly channels: readonly string[]
  /** For the form that `/migrate start <name>` opens when params are missing. */
  readonly migrations?: readonly Migration[] | undefined
  /** The environment that a plan's hosts belong to, for its card. */
  readonly environmentOf?: ((plan: Plan) => string | undefined) | undefined
}

/** How the adapter is. */
export interface SlackHealth {
  readonly sockets: readonly SocketHealth[]
  /** Letters that Slack has not taken yet. */
  readonly lettersDue: number
  /** Clicks and lines of people that are not answered yet. */
  readonly inboxDue: number
  /** Slack's error code when it refuses the bot token, such as `token_revoked`. */
  readonly refusedBecause: string | undefined
}

/** The Slack side of Drover. */
export interface Slack {
  /** Resolves once people can be heard. Throws a UserError when Slack refuses the app token. */
  start(): Promise<void>
  stop(): Promise<void>
  draw(run: Run, events: readonly RunEvent[]): void
  redraw(runId: string): void
  health(): SlackHealth
}

const STOP_WAIT_MS = 2_000
/** A card is edited every three seconds at most. */
const FAREWELL_MS = 3_500

/** Throws a UserError when Slack refuses the bot token. */
export async function createSlack(options: SlackOptions): Promise<Slack> {
  const { mailroom, runs, people, answer, now, log, migrations = [] } = options
  const client = createSlackClient(options)
  const bot = await whoAmI(client)
  const talk = createTalk(client, log)
  const inbox = createInbox(mailroom, log)
  const draw = createDraw({ ...options, botName: bot.name, botUserId: bot.userId, poke: () => outbox.poke() })
  const mail = createMail(createSlackClient(options))
  const outbox = createOutbox({ mailroom, mail, now, log, onClosed: draw.onClosed })
  const desk = {
    mailroom,
    runs,
    people,
    answer,
    migrations,
    talk,
    log,
    now,
    botUserId: bot.userId,
    poke: () => outbox.poke(),
  }
  const around = { onLetIn: draw.repair, onGroupsChanged: () => people.forget?.() }
  const bolt = createBolt({ ...options, botId: bot.botId, botUserId: bot.userId }, createListeners(inbox, desk, around))
  return {
    async start() {
      await bolt.start()
      await draw.repair()
      outbox.poke()
      void checkChannels(options.channels, client, bot.name, log)
    },
    async stop() {
      await within(bolt.stop(), STOP_WAIT_MS)
      await within(inbox.idle(), STOP_WAIT_MS)
      const cards = await draw.farewell()
      await within(draw.stop(), STOP_WAIT_MS)
      await within(outbox.sent(cards), FAREWELL_MS)
      await outbox.stop()
    },
    draw: draw.draw,
    redraw: draw.redraw,
    health: () => ({
      sockets: bolt.health(),
      lettersDue: mailroom.due().length,
      inboxDue: inbox.due(),
      refusedBecause: outbox.lockedOut(),
    }),
  }
}

async function whoAmI(client: WebClient): Promise<{ userId: string; botId: string; name: string }> {
  try {
    const {
      user_id: userId = '',
      bot_id: botId = '',
      user: name = 'drover',
    } = await patiently(() => client.auth.test())
    return { userId, botId, name }
  } catch (cause) {
    const code = codeOf(cause)
    if (code === undefined)
      throw new UserError(
        'slack-unreachable',
        `Slack does not answer (${cause}). Check the network, then start again.`,
        {
          cause,
        },
      )
    const fix = 'Put the Bot User OAuth Token of the app, which begins with xoxb-, in SLACK_BOT_TOKEN.'
    throw new UserError('slack-refused', `Slack refused the bot token (${code}). ${fix}`, { cause })
  }
}
