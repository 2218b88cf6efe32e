import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { program } from '../program.ts'

const Keys = z.record(z.string(), z.union([z.string(), z.number()]))

/** How a bench ended, and what it wrote. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the bench program as a person would. */
export async function runBench(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [...program('bench/main'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: Number(code), out, err }
}

/** The object in the last line. Throws when that is none. */
export function keysOf({ out }: Ran): Readonly<Record<string, string | number>> {
  return Keys.parse(JSON.parse(out.trimEnd().split('\n').at(-1) ?? ''))
}
