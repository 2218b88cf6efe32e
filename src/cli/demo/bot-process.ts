import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { program } from '../../program.ts'

/** The real bot in a process of its own, as `drover serve` starts it. */
export interface BotProcess {
  readonly pid: number
  /** Its log so far, one line an entry. */
  readonly log: readonly string[]
  /** Memory it holds now, in bytes; undefined once it has ended. */
  rssBytes(): Promise<number | undefined>
  /** Ends it at once, as a crash would. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/**
 * What is alive in a bot is about 30 MB. V8's own settings, made for machines with room to spare, let it hold several
 * times that in garbage: up to 48 MB of young generation, and several times the live data before it cleans up. With a
 * smaller heap limit it cleans up earlier; the limit itself is far away. A young generation still smaller than this makes
 * people wait in a burst of clicks. The first line of main.ts says the same.
 */
export const HEAP = ['--max-semi-space-size=8', '--max-old-space-size=512']

/** Starts the bot and waits until it says that it is ready. Throws with the end of its log when it ends before that. */
export async function startBot(env: Readonly<Record<string, string>>): Promise<BotProcess> {
  const child = spawn(process.execPath, [...HEAP, ...program('src/main'), 'serve'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const log: string[] = []
  const ended = once(child, 'exit')
  await ready(child, log, ended)
  return {
    pid: child.pid ?? 0,
    log,
    rssBytes: () => rssOf(child),
    crash: () => end(child, ended, 'SIGKILL'),
    stop: () => end(child, ended, 'SIGTERM'),
  }
}

async function ready(child: ChildProcess, log: string[], ended: Promise<unknown>): Promise<void> {
  if (!child.stderr) throw new Error('the bot has no log')
  const lines = createInterface({ input: child.stderr })
  const isReady = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      log.push(line)
      if (line.includes('"Drover is ready"')) resolve(true)
    })
  })
  if (await Promise.race([isReady, ended.then(() => false)])) return
  throw new Error(`the bot did not start:\n${log.slice(-10).join('\n')}`)
}

async function end(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal)
  await ended
}

async function rssOf({ pid }: ChildProcess): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(status)
  return match ? Number(match[1]) * 1024 : undefined
}
