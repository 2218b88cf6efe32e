import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const BotState = z.object({ runs: z.int(), approvals: z.int(), rssBytes: z.int() })

/** How far the bot is: active runs, approvals in its journal, memory it holds. */
export type BotState = z.infer<typeof BotState>

/** The bot, in a process of its own. */
export interface BotChild {
  state(): Promise<BotState>
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('./bot.ts', import.meta.url))
const LAST_LINES = 10

/** Starts the bot and waits until it is connected. Throws with the end of its log when it ends before that. */
export async function startBotChild(env: Readonly<Record<string, string | undefined>>): Promise<BotChild> {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    ['--import', 'tsx', PROGRAM],
    { env, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => void log.push(line))
  const ended = once(child, 'exit')
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await answers.next()
    if (!done) return value
    throw new Error(`the bot ended:\n${log.slice(-LAST_LINES).join('\n')}`)
  }
  await next()
  return {
    async state() {
      child.stdin.write('\n')
      return BotState.parse(JSON.parse(await next()))
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
