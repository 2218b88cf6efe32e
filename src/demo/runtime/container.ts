import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { bedProgram } from '../bed-program.ts'
import { BED_VARIABLE, isAlive, signal } from '../processes.ts'
import { until } from '../until.ts'
import type { Place } from './place.ts'

const record = z.object({
  id: z.string(),
  createdAt: z.string(),
  startedAt: z.optional(z.string()),
  env: z.record(z.string(), z.string()),
})

/** A couch2pg that was set up on this host, running or not; docker and systemd both look at this one. */
export interface Container {
  id: string
  env: Record<string, string>
  createdAt: string
  startedAt?: string | undefined
  finishedAt?: string | undefined
  state: 'created' | 'running' | 'exited'
  /** 0 while it runs; 128 + n for one that signal n ended. */
  exitCode: number
  /** 0 when it does not run. */
  pid: number
}

// Stays with couch2pg, so that its exit code is known although whoever started it is long gone.
const KEEPER = `
"$@" >>log 2>&1 </dev/null &
echo $! >pid.new && mv pid.new pid
wait $!
echo $? >exit.new && mv exit.new exit
`

/** The host's couch2pg, nothing when it was never set up. */
export async function readContainer(place: Place): Promise<Container | undefined> {
  const text = await read(place, 'container.json')
  if (text === undefined) return undefined
  const created = record.parse(JSON.parse(text))
  const [pidText, exit] = await Promise.all([read(place, 'pid'), readExit(place)])
  const pid = pidText === undefined || exit !== undefined ? 0 : Number(pidText)
  const isRunning = pid !== 0 && (await isAlive(pid))
  const state = isRunning ? 'running' : created.startedAt === undefined ? 'created' : 'exited'
  // No exit code and no process: the machine or the keeper was ended by force.
  const exitCode = isRunning || state === 'created' ? 0 : (exit?.code ?? 137)
  return { ...created, finishedAt: exit?.finishedAt, state, exitCode, pid: isRunning ? pid : 0 }
}

/** Sets couch2pg up with this environment, in place of an earlier one. It does not run yet. */
export async function createContainer(place: Place, env: Record<string, string>): Promise<void> {
  await mkdir(place.runDir, { recursive: true, mode: 0o700 })
  await Promise.all(['pid', 'exit'].map((file) => rm(join(place.runDir, file), { force: true })))
  const id = createHash('sha256').update(randomBytes(16)).digest('hex')
  await write(place, { id, createdAt: new Date().toISOString(), env })
}

/** Starts couch2pg as it was set up; it goes on when the caller and its SSH session end. */
export async function startContainer(place: Place): Promise<void> {
  const container = await readContainer(place)
  if (!container) throw new Error(`Nothing was set up in ${place.runDir}.`)
  if (container.state === 'running') return
  const { id, createdAt, env } = container
  await Promise.all(['pid', 'exit'].map((file) => rm(join(place.runDir, file), { force: true })))
  await write(place, { id, createdAt, env, startedAt: new Date().toISOString() })
  const { [BED_VARIABLE]: bed = '' } = process.env
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...bedProgram('couch2pg/main')], {
    cwd: place.runDir,
    env: { PATH: '/usr/bin:/bin', ...env, [BED_VARIABLE]: bed },
    detached: true,
    stdio: 'ignore',
  })
  keeper.unref()
  await until(async () => (await read(place, 'pid')) ?? (await read(place, 'exit')), {
    timeoutMs: 60_000,
    otherwise: () => 'couch2pg did not start within 60 s.',
  })
}

/** Sends couch2pg a signal, SIGKILL after `timeoutMs`, and returns when it has ended. */
export async function stopContainer(place: Place, first: NodeJS.Signals, timeoutMs: number): Promise<void> {
  const container = await readContainer(place)
  if (container?.state !== 'running') return
  signal(container.pid, first)
  const timer = setTimeout(() => signal(container.pid, 'SIGKILL'), timeoutMs)
  await until(() => read(place, 'exit'), {
    timeoutMs: timeoutMs + 60_000,
    otherwise: () => `couch2pg, process ${container.pid}, did not end.`,
  })
  clearTimeout(timer)
}

/** Forgets the couch2pg that was set up; it must not run. Its log stays. */
export async function removeContainer(place: Place): Promise<void> {
  await Promise.all(['container.json', 'pid', 'exit'].map((file) => rm(join(place.runDir, file), { force: true })))
}

/** The log so far, empty before the first start. */
export async function readLog(place: Place): Promise<string> {
  return (await read(place, 'log')) ?? ''
}

async function readExit(place: Place): Promise<{ code: number; finishedAt: string } | undefined> {
  const path = join(place.runDir, 'exit')
  const text = await read(place, 'exit')
  if (text === undefined) return undefined
  return { code: Number(text), finishedAt: (await stat(path)).mtime.toISOString() }
}

function read(place: Place, file: string): Promise<string | undefined> {
  return readFile(join(place.runDir, file), 'utf8').catch(() => undefined)
}

async function write(place: Place, created: z.infer<typeof record>): Promise<void> {
  const path = join(place.runDir, 'container.json')
  await writeFile(`${path}.new`, JSON.stringify(created), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
