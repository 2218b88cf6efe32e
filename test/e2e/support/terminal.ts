import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { program } from '../../../src/program.ts'

/** What a command of the program printed, and how it ended. */
export interface Printed {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `drover …` as a process of its own. Only the given variables and PATH are in its environment. */
export async function drover(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Printed> {
  const child = spawn(process.execPath, [...program('src/main'), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: typeof code === 'number' ? code : null, out: out.trimEnd(), err: err.trimEnd() }
}
