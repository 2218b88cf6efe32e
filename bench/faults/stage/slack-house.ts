import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type App, createApp } from '../../../src/app.ts'
import { configSchema } from '../../../src/config/schema.ts'
import { type LocalSlack, startLocalSlack } from '../../../src/local-slack/index.ts'
import type { Migration } from '../../../src/model/migration.ts'
import type { Run } from '../../../src/model/run.ts'
import { voyageMigration } from './voyage-migration.ts'

/** Starts and drives. */
export const ANNA = 'U0ANNA'
/** Holds dba, as a member of a channel. */
export const DAN = 'U0DAN'
/** Holds data-owner, as a member of a user group. */
export const OLGA = 'U0OLGA'
/** Holds no role. */
export const NOOR = 'U0NOOR'
/** The channel whose members hold dba. */
export const DBAS = 'C0DBAS'
/** The host that jobs run on: this machine. */
export const HOST = 'here'

/** What a house may bring along. */
export interface HouseOptions {
  /** Ids of the channels that runs may be started in. */
  readonly channels: readonly string[]
  /** What goes wrong while the bot starts. */
  readonly before?: (slack: LocalSlack) => void
  readonly migrations?: readonly Migration[]
  /** Whether Slack keeps its pace for posts; it does unless told otherwise. */
  readonly rateLimits?: boolean
}

/** The whole bot in a workspace that keeps Slack's pace for posts, with people who steer it. */
export interface House {
  readonly slack: LocalSlack
  readonly app: App
  /** Lines of the operator's log. */
  readonly log: readonly string[]
  readonly folder: string
  /** The newest run of a channel, as the journal has it. */
  run(channel: string): Promise<Run | undefined>
  until(channel: string, what: string, holds: (run: Run) => boolean): Promise<Run>
  /** Until Slack has taken every message. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

const PATIENCE_MS = 120_000
const LOOK_MS = 50

/** Opens a house in a folder of its own. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { channels, before, migrations = [voyageMigration], rateLimits = true } = options
  const folder = await mkdtemp(join(tmpdir(), 'drover-faults-'))
  const slack = await startLocalSlack({
    people: [ANNA, DAN, OLGA, NOOR].map((id) => ({ id, name: id.slice(2).toLowerCase(), displayName: id.slice(2) })),
    channels: [...channels.map((id) => ({ id, name: id.toLowerCase() })), { id: DBAS, name: 'dbas', members: [DAN] }],
    usergroups: [{ id: 'S0OWNERS', handle: 'owners', users: [OLGA] }],
    rateLimits,
  })
  before?.(slack)
  const log: string[] = []
  const app = await createApp({
    config: configSchema.parse({
      channels,
      roles: { dba: { channel: DBAS }, 'data-owner': { usergroup: 'S0OWNERS' } },
      hosts: { [HOST]: { connect: 'local', jobs: join(folder, 'jobs') } },
    }),
    dataPath: join(folder, 'data'),
    tokens: { botToken: slack.botToken, appToken: slack.appToken },
    slackApiUrl: slack.apiUrl,
    env: {},
    logLevel: 'info',
    writeLog: (line) => void log.push(line),
    migrations,
  })
  await app.start()
  const run = async (channel: string) => (await app.runs.journal.list({ channel, limit: 1 }))[0]
  return {
    ...{ slack, app, log, folder, run },
    until: (channel, what, holds) =>
      patience(`${what} in ${channel}`, async () => {
        const found = await run(channel)
        return found && holds(found) ? found : undefined
      }),
    caughtUp: async () => {
      await patience('Slack did not take every message', async () => app.slack.health().lettersDue === 0 || undefined)
    },
    async stop() {
      await app.stop()
      await slack.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
    },
  }
}

/** Looks until something is there, for two minutes. Throws with what did not come. */
export async function patience<T>(what: string, look: () => Promise<T | undefined>, forMs = PATIENCE_MS): Promise<T> {
  for (const endMs = performance.now() + forMs; performance.now() < endMs; await wait(LOOK_MS)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error(`This did not come: ${what}.`)
}
