import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { program } from '../../../src/program.ts'
import type { Errand } from './errand.ts'

/** The bot of a move as a process that may be ended at any moment. */
export interface Mover {
  /** Ends it at once, as a crash would. Throws with its last words when it had ended before. */
  kill(): Promise<void>
}

/** Sends a process on the errand; it begins the move as soon as it is there. */
export function startMover(errand: Errand): Mover {
  const child = spawn(process.execPath, program('bench/faults/stage/mover-bot'), { stdio: ['pipe', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const lastWords = text(child.stderr)
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${JSON.stringify(errand)}\n`)
  return {
    kill: async () => {
      if (child.exitCode !== null) throw new Error(`The bot had ended before: ${await lastWords}`)
      child.kill('SIGKILL')
      await ended
    },
  }
}
