import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { HEAP } from '../../src/cli/demo/bot-process.ts'
import { type Deaths, Heard, type Order } from './order.ts'

/** A bot in a process of its own that may be ended at any moment. */
export interface Mortal {
  readonly pid: number
  /** Lets it begin; its modules are loaded, or nearly so. */
  begin(deaths?: Deaths): void
  tell(order: Order): void
  /** True once it is connected and has taken up its runs; false when it ended before. */
  readonly isUp: Promise<boolean>
  /** Resolves with how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Ends it as an operator would. */
  stop(): Promise<void>
  readonly log: readonly string[]
}

/** How a mortal is started. `heap` are V8's limits; the bot's own when left out. */
export interface MortalOptions {
  /** The compiled mortal-bot. */
  readonly program: string
  readonly env: Readonly<Record<string, string>>
  readonly hear: (heard: Heard) => void
  readonly heap?: readonly string[] | undefined
  /** The migrations that Drover ships, in place of the one of the ledger. */
  readonly shipped?: boolean | undefined
}

/** Starts a process that loads the bot and waits for its turn. */
export function hatch({ program, env, hear, heap = HEAP, shipped = false }: MortalOptions): Mortal {
  const child = spawn(process.execPath, [...heap, program, ...(shipped ? ['shipped'] : [])], {
    env: { PATH: process.env['PATH'] ?? '', ...env, DROVER_LOG: 'warn' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => void log.push(line))
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'exit').then(() => ({ code: child.exitCode, signal: child.signalCode }))
  const isUp = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const heard = Heard.parse(JSON.parse(line))
      hear(heard)
      if (heard.ready) resolve(true)
    })
    void ended.then(() => resolve(false))
  })
  const tell = (order: Order) => void child.stdin.write(`${JSON.stringify(order)}\n`)
  return {
    pid: child.pid ?? 0,
    begin: (deaths) => tell({ do: 'begin', ...(deaths && { deaths }) }),
    tell,
    isUp,
    ended,
    log,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
