import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { signal } from './processes.ts'

/** A server to start in the background, with its own process group and a log file. */
export interface DaemonOptions {
  program: string
  args: string[]
  env: Record<string, string>
  cwd: string
  logPath: string
  uid?: number
  gid?: number
}

/** A running server. */
export interface Daemon {
  pid: number
  hasEnded(): boolean
  /** Sends `first`, then SIGKILL when the server has not ended after `graceMs`. */
  stop(first: NodeJS.Signals, graceMs?: number): Promise<void>
  /** Last lines of its log, for a sentence about why it did not start. */
  lastWords(): Promise<string>
}

/** Starts a server. It gets an own process group, so that Ctrl-C in a terminal reaches only its owner. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const log = await open(options.logPath, 'a')
  const { program, args, env, cwd, uid, gid } = options
  const identity = uid === undefined || gid === undefined ? {} : { uid, gid }
  const child = spawn(program, args, { env, cwd, ...identity, detached: true, stdio: ['ignore', log.fd, log.fd] })
  let ended = false
  const end = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  end.then(() => {
    ended = true
  })
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve(child.pid ?? 0))
  })
  await log.close()
  return {
    pid,
    hasEnded: () => ended,
    stop: async (first, graceMs = 10_000) => {
      if (ended) return
      signal(pid, first)
      const timer = setTimeout(() => signal(pid, 'SIGKILL'), graceMs)
      await end
      clearTimeout(timer)
    },
    lastWords: async () => (await readFile(options.logPath, 'utf8')).trimEnd().split('\n').slice(-5).join('\n'),
  }
}
