import { type Container, readLog, startContainer, stopContainer } from './container.ts'
import type { FlagTable } from './flags.ts'
import { logWindow, parseSince } from './log-window.ts'
import type { Place } from './place.ts'
import type { Result } from './result.ts'

const STOP_TIMEOUT_S = 10
const SIGNALS: Record<string, NodeJS.Signals> = {
  KILL: 'SIGKILL',
  TERM: 'SIGTERM',
  INT: 'SIGINT',
  HUP: 'SIGHUP',
}

/** Flags of `docker logs` and `docker compose logs`; following is left out, a stand-in's answer must end. */
export const LOG_FLAGS: FlagTable = {
  '--no-color': { name: 'no-color' },
  '--no-log-prefix': { name: 'no-log-prefix' },
  '--since': { name: 'since', hasValue: true },
  '--tail': { name: 'tail', hasValue: true },
  '-n': { name: 'tail', hasValue: true },
}

/** Prints the wanted part of the log, each line after `prefix`. */
export async function containerLogs(place: Place, flags: Map<string, string>, prefix: string): Promise<Result> {
  const since = flags.get('since')
  const sinceMs = since === undefined ? undefined : parseSince(since, Date.now())
  if (since !== undefined && sinceMs === undefined) {
    return { stderr: `invalid value for "since": failed to parse value as time or duration: "${since}"\n`, code: 1 }
  }
  const tail = flags.get('tail')
  const lastLines = tail === undefined || tail === 'all' ? undefined : Number(tail)
  const lines = logWindow(await readLog(place), { sinceMs, lastLines })
  return { stdout: lines.map((line) => `${prefix}${line}\n`).join('') }
}

/** SIGTERM, and SIGKILL when that took too long. */
export async function stopGently(place: Place, _: Container, flags: Map<string, string>): Promise<undefined> {
  await stopContainer(place, 'SIGTERM', Number(flags.get('timeout') ?? STOP_TIMEOUT_S) * 1_000)
}

/** SIGKILL, or the signal that was asked for. */
export async function killContainer(place: Place, _: Container, flags: Map<string, string>): Promise<undefined> {
  const wanted = (flags.get('signal') ?? 'KILL').toUpperCase().replace(/^SIG/, '')
  await stopContainer(place, SIGNALS[wanted] ?? 'SIGKILL', STOP_TIMEOUT_S * 1_000)
}

/** Starts it as it was set up, with the environment it was created with. */
export async function startAgain(place: Place, _: Container): Promise<undefined> {
  await startContainer(place)
}
