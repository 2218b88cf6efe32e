import { z } from 'zod'
import { runBench as run } from '../../bench/run-bench.ts'

const Keys = z.record(z.string(), z.union([z.string(), z.number()]))

/** How a bench ended, and what it wrote. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a bench as the program does, without a process of its own for it. */
export async function runBench(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', '']
  const code = await run(args, {
    env: process.env,
    out: (text) => {
      out += `${text}\n`
    },
    err: (text) => {
      err += `${text}\n`
    },
  })
  return { code, out, err }
}

/** The object in the last line. Throws when that is none. */
export function keysOf({ out }: Ran): Readonly<Record<string, string | number>> {
  return Keys.parse(JSON.parse(out.trimEnd().split('\n').at(-1) ?? ''))
}
