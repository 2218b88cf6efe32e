import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import type { Bencher } from '../bench.ts'
import { type BotChild, startBotChild } from './bot-child.ts'
import { gateMigration } from './gate-migration.ts'

const DRIVER = 'U0DRIVER'
const OUTSIDERS = 10
const OPEN_MS = 60_000

/** A gate that waits for clicks: the message it is asked in. */
export interface OpenGate {
  readonly channel: string
  readonly ts: string
}

/** A workspace with a bot and runs that wait at gates, one in each channel. */
export interface Town {
  readonly slack: LocalSlack
  readonly bot: BotChild
  readonly gates: readonly OpenGate[]
  /** Hold the role that every gate asks for, and one more of them than will click: no gate ever gets all it needs. */
  readonly approvers: readonly string[]
  /** Hold no role. */
  readonly outsiders: readonly string[]
  stop(): Promise<void>
}

/** How big a town is: its runs, and how many people click on each gate with the role. */
export interface TownSize {
  readonly runs: number
  readonly approvers: number
}

/** Builds a town; the bot gets this environment and its own settings. */
export async function startTown({ runs, approvers }: TownSize, env: Bencher['env']): Promise<Town> {
  const holders = ids('U0DBA', approvers + 1)
  const outsiders = ids('U0NOROLE', OUTSIDERS)
  const channels = ids('C0LANE', runs)
  const folder = await mkdtemp(join(tmpdir(), 'drover-bench-'))
  const people = [DRIVER, ...holders, ...outsiders].map((id) => ({ id, name: id.toLowerCase(), displayName: id }))
  const slack = await startLocalSlack({
    people,
    channels: channels.map((id) => ({ id, name: id.toLowerCase() })),
    rateLimits: true,
  })
  const settings = await writeConfig(folder, slack, { channels, holders })
  const bot = await startBotChild({ ...env, ...settings })
  const gates = await Promise.all(channels.map((channel) => openGate(slack, channel, approvers + 1)))
  return {
    ...{ slack, bot, gates, outsiders },
    approvers: holders.slice(0, approvers),
    async stop() {
      await bot.stop()
      await slack.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function writeConfig(
  folder: string,
  slack: LocalSlack,
  { channels, holders }: { channels: readonly string[]; holders: readonly string[] },
): Promise<Record<string, string>> {
  const path = join(folder, 'drover.yml')
  await writeFile(path, stringify({ channels, roles: { dba: { users: holders } }, hosts: {} }))
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DROVER_CONFIG: path,
    DROVER_DATA: join(folder, 'data'),
  }
}

/** Starts a run as a person would, and waits until its gate asks. */
async function openGate(slack: LocalSlack, channel: string, approvals: number): Promise<OpenGate> {
  await slack.as(DRIVER).command(channel, `start ${gateMigration.name} lane=${channel} approvals=${approvals}`)
  const asking = () => slack.messages(channel).find(({ blocks }) => JSON.stringify(blocks).includes('"approve:dba"'))
  const { ts } = await slack.waitFor(asking, OPEN_MS)
  return { channel, ts }
}

function ids(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
}
