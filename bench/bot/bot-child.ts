import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { HEAP } from '../../src/cli/demo/bot-process.ts'
import { program } from '../../src/program.ts'

const Ready = z.object({ readyMs: z.number() })
const BotState = z.object({
  runs: z.int(),
  succeeded: z.int(),
  approvals: z.int(),
  deciders: z.int(),
  rssBytes: z.int(),
  cpuSeconds: z.number(),
})

/**
 * How far the bot is: active runs, approvals in them and by how many people, how many of the newest runs were lanes that succeeded, once none is active, memory
 * it holds, and processor time it used.
 */
export type BotState = z.infer<typeof BotState>

/** The bot, in a process of its own. */
export interface BotChild {
  /** From its own first line, when its modules are there, until it is connected and has looked at its journal. */
  readonly readyMs: number
  /** `newest` is how many runs are looked at for their end. */
  state(newest?: number): Promise<BotState>
  stop(): Promise<void>
}

const LAST_LINES = 10

/** Starts the bot and waits until it is connected. Throws with the end of its log when it ends before that. */
export async function startBotChild(env: Readonly<Record<string, string | undefined>>): Promise<BotChild> {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    [...HEAP, ...program('bench/bot/bot')],
    { env, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => void log.push(line))
  const ended = once(child, 'exit')
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const { value, done } = await answers.next()
    if (!done) return JSON.parse(value)
    throw new Error(`the bot ended:\n${log.slice(-LAST_LINES).join('\n')}`)
  }
  const { readyMs } = Ready.parse(await next())
  return {
    readyMs,
    async state(newest = 0) {
      child.stdin.write(`${newest}\n`)
      return BotState.parse(await next())
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
