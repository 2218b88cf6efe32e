import { access, chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../../../src/demo/until.ts'
import type { Machine } from './machine.ts'

/** Programs by which a job's folder changes while the job is claimed, begun and ended. */
export const FOLDER_PROGRAMS = ['mkdir', 'ln', 'mv', 'rm', 'sync', 'setsid']

/** A place in a job's life where the machine stands still until its power goes. */
export interface Standstill {
  /** Until the job has come there. */
  reached(): Promise<void>
  /** The programs are the usual ones again. */
  clear(): Promise<void>
}

/** The machine stands still before it runs a program with such words (a pattern of case in sh). */
export async function standStill({ binDir, homeDir }: Machine, program: string, words: string): Promise<Standstill> {
  return put(binDir, homeDir, [program], `case "$*" in ${words}) hang ;; esac`)
}

/** The machine stands still before the nth time, from 1, that a program touches the folder of the job. */
export async function standStillAt({ binDir, homeDir }: Machine, nth: number): Promise<Standstill> {
  const count = `case "$*" in *-write-1*) echo >> "$HOME/calls"; [ "$(wc -l < "$HOME/calls")" != ${nth} ] || hang ;; esac`
  return put(binDir, homeDir, FOLDER_PROGRAMS, count)
}

async function put(binDir: string, homeDir: string, programs: readonly string[], when: string): Promise<Standstill> {
  const here = join(homeDir, 'standstill')
  for (const program of programs) {
    // Its children, such as a runner, find the stand-ins still.
    const text = `#!/bin/sh
hang() { : > "$HOME/standstill"; while :; do sleep 1; done; }
${when}
real=$(PATH=\${PATH#*:}; command -v ${program})
exec "$real" "$@"
`
    await writeFile(join(binDir, program), text)
    await chmod(join(binDir, program), 0o755)
  }
  const look = () =>
    access(here).then(
      () => true as const,
      () => undefined,
    )
  return {
    reached: async () => {
      const otherwise = () => `The job never came to where the machine was to stand still.`
      await until(look, { timeoutMs: 60_000, otherwise })
    },
    clear: async () => {
      for (const program of programs) await rm(join(binDir, program), { force: true })
    },
  }
}
