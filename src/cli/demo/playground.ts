import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadSubcommands } from '../../catalog.ts'
import { type Bed, startBed } from '../../demo/bed.ts'
import { type LocalSlack, startLocalSlack } from '../../local-slack/index.ts'
import { type BotProcess, startBot } from './bot-process.ts'
import { demoConfig, demoSecrets } from './demo-config.ts'
import { CHANNEL, PEOPLE } from './people.ts'

/** What a bot needs around it: two hosts, two databases, a Slack, and drover.yml. */
export interface Ground {
  readonly bed: Bed
  readonly slack: LocalSlack
  readonly dataPath: string
  /** The environment of a bot. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Everything a demo or an end-to-end test stands on: the ground, and the real bot on it. */
export interface Playground extends Ground {
  /** The bot that runs now. */
  bot(): BotProcess
  /** Starts another bot on the same journal, after an edit of drover.yml; the one before has to have ended. */
  restart(edit?: (text: string) => string): Promise<BotProcess>
}

export interface PlaygroundOptions {
  readonly docs: number
  readonly port?: number
  /** Pause between two rounds of couch2pg, in minutes. */
  readonly sleepMins?: number
  /** Edits drover.yml before the bot reads it. */
  readonly editConfig?: (text: string) => string
  readonly env?: Readonly<Record<string, string>>
  readonly onProgress?: (sentence: string) => void
}

const SLEEP_MINS = 0.05

/** Builds a playground. When a part of it fails, what was started is stopped before this throws. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const ground = await layGround(options)
  const { env } = ground
  try {
    options.onProgress?.('Starting the bot.')
    let bot = await startBot(env)
    const restart = async (edit = (text: string) => text) => {
      const path = env['DROVER_CONFIG'] ?? ''
      await writeFile(path, edit(await readFile(path, 'utf8')))
      bot = await startBot(env)
      return bot
    }
    const stop = async () => {
      await bot.stop()
      await ground.stop()
    }
    return { ...ground, bot: () => bot, restart, stop }
  } catch (error) {
    await ground.stop()
    throw error
  }
}

/** Builds a playground without its bot. When a part of it fails, what was started is stopped before this throws. */
export async function layGround(options: PlaygroundOptions): Promise<Ground> {
  const { docs, sleepMins = SLEEP_MINS, onProgress } = options
  const ends: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    const slack = await openSlack(options)
    ends.push(slack.stop)
    const bed = await startBed({ docs, sleepMins, ...(onProgress && { onProgress }) })
    ends.push(bed.stop)
    const env = await prepareBot(bed, slack, options)
    return { bed, slack, dataPath: env['DROVER_DATA'] ?? '', env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openSlack({ port }: PlaygroundOptions): Promise<LocalSlack> {
  const completions = (await loadSubcommands()).map(({ name, help }) => ({ text: `/migrate ${name}`, hint: help }))
  return startLocalSlack({
    ...(port !== undefined && { port }),
    people: PEOPLE.map(({ id, name, displayName, title }) => ({ id, name, displayName, title })),
    channels: [{ ...CHANNEL, members: PEOPLE.map(({ id }) => id) }],
    completions,
    prefill: { channel: CHANNEL.id, text: '/migrate start couch2pg-move' },
  })
}

async function prepareBot(
  bed: Bed,
  slack: LocalSlack,
  { sleepMins = SLEEP_MINS, editConfig = (text) => text, env = {} }: PlaygroundOptions,
): Promise<Record<string, string>> {
  const configPath = join(bed.dir, 'drover.yml')
  const dataPath = join(bed.dir, 'data')
  await mkdir(dataPath, { mode: 0o700 })
  await writeFile(configPath, editConfig(demoConfig(bed, sleepMins)), { mode: 0o600 })
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DROVER_CONFIG: configPath,
    DROVER_DATA: dataPath,
    ...demoSecrets(bed),
    ...env,
  }
}
