import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { program } from '../../../../src/program.ts'

/** A process of ours that a test may end as it likes. */
export interface Child {
  readonly stdout: Readable
  /** Ends it with SIGKILL, so that it cannot tidy up, and waits until it is gone. */
  endHard(): Promise<void>
}

/** Starts one of the programs beside this file. */
export function startChild(name: 'owner' | 'writer', ...args: readonly string[]): Child {
  const words = [...program(`test/journal/sqlite/children/${name}`), ...args]
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  return {
    stdout: child.stdout,
    async endHard() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
