import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import type { Bencher } from '../bench.ts'
import { type BotChild, startBotChild } from './bot-child.ts'

/** Who and what there is, by Slack's ids. */
export interface WorldSize {
  readonly people: readonly string[]
  readonly channels: readonly string[]
  /** The rest of drover.yml, given a folder that goes away with the world. */
  readonly config: (folder: string) => Readonly<Record<string, object>>
  /** Gets the folder of the journal before the bot starts. */
  readonly prepare?: (dataPath: string) => Promise<void>
}

/** A workspace that keeps Slack's pace for posts, and a bot in it. */
export interface World {
  readonly slack: LocalSlack
  readonly bot: BotChild
  stop(): Promise<void>
}

/** Builds a world in a folder of its own; the bot gets this environment and its own settings. */
export async function startWorld(size: WorldSize, env: Bencher['env']): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-bench-'))
  const dataPath = join(folder, 'data')
  await size.prepare?.(dataPath)
  const slack = await startLocalSlack({
    people: size.people.map((id) => ({ id, name: id.toLowerCase(), displayName: id })),
    channels: size.channels.map((id) => ({ id, name: id.toLowerCase() })),
    rateLimits: true,
  })
  const configPath = join(folder, 'drover.yml')
  await writeFile(configPath, stringify({ channels: size.channels, ...size.config(folder) }))
  const bot = await startBotChild({
    ...env,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DROVER_CONFIG: configPath,
    DROVER_DATA: dataPath,
  })
  return {
    slack,
    bot,
    async stop() {
      await bot.stop()
      await slack.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** `U0DBA1`, `U0DBA2`, and so on. */
export function ids(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
}
