import { access, chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SshHost } from './ssh-host.ts'
import { until } from './until.ts'

/** A program of a host that has somebody's own words before it; `remove` brings the real one back. */
export interface StandIn {
  remove(): Promise<void>
}

/**
 * Puts words before a program of a host. `before` is POSIX sh that runs ahead of it, with its arguments in "$*"; when it
 * exits, the program itself never runs.
 */
export async function standIn(host: Pick<SshHost, 'binDir'>, program: string, before: string): Promise<StandIn> {
  const path = join(host.binDir, program)
  const own = await readFile(path, 'utf8').catch(() => undefined)
  const rest = own?.replace(/^#!.*\n/, '') ?? `PATH=\${PATH#*:} exec ${program} "$@"\n`
  await write(path, `#!/bin/sh\n${before}\n${rest}`)
  return { remove: () => (own === undefined ? rm(path) : write(path, own)) }
}

async function write(path: string, script: string): Promise<void> {
  await writeFile(path, script)
  await chmod(path, 0o755)
}

/** What lets the rows of a copy wait. */
export interface Brake extends StandIn {
  release(): Promise<void>
  /** Resolves once rows wait: a step may have begun long before. */
  holds(): Promise<unknown>
}

/** Lets the rows of a copy wait on the source for as long as the brake is on. */
export async function brakeCopies(host: SshHost): Promise<Brake> {
  const brake = join(host.dir, 'brake')
  const waiting = join(host.dir, 'braked')
  await rm(waiting, { force: true })
  await writeFile(brake, '')
  const program = await standIn(
    host,
    'psql',
    `case "$*" in *chunks.sql*) : > '${waiting}'; while [ -e '${brake}' ]; do sleep 0.05; done;; esac`,
  )
  const release = () => rm(brake, { force: true })
  return {
    release,
    holds: () =>
      until(
        () =>
          access(waiting).then(
            () => true,
            () => undefined,
          ),
        { timeoutMs: 120_000, otherwise: () => 'No rows came to the brake.' },
      ),
    remove: async () => {
      await release()
      await program.remove()
    },
  }
}
