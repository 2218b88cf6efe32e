import type { Readable } from 'node:stream'
import type { Answer } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'
import { collect } from './collect.ts'
import type { RemoteProcess } from './connector.ts'
import { readable } from './readable.ts'

/** What a question may take, and what it says on standard input. */
export interface AskOptions {
  readonly timeoutMs: number
  readonly stdin?: string | Buffer | undefined
}

/** An answer whose output is still bytes: a log may be cut in the middle of a character. */
export interface RawAnswer {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: Buffer
}

const MOST_BYTES = 16 * 1024 * 1024

/** Runs a line to its end within the time. Throws UserErrors `timeout`, `answer-too-long`, and what the way there throws. */
export async function askRaw(
  host: string,
  run: () => Promise<RemoteProcess>,
  { timeoutMs, stdin }: AskOptions,
): Promise<RawAnswer> {
  const process = await run()
  try {
    process.stdin.end(stdin ?? '')
    return await inTime(host, answerOf(host, process), timeoutMs)
  } catch (error) {
    process.abandon()
    throw error
  }
}

/** What comes within the time. Throws UserError `timeout`. */
export async function inTime<T>(host: string, coming: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, cancel } = deadline(host, timeoutMs)
  try {
    return await Promise.race([coming, late])
  } finally {
    cancel()
  }
}

/** The answer as text. */
export function toText({ code, stdout, stderr }: RawAnswer): Answer {
  return { code, stdout: stdout.toString('utf8'), stderr: readable(stderr.toString('utf8')) }
}

async function answerOf(host: string, process: RemoteProcess): Promise<RawAnswer> {
  const read = (stream: Readable) => collect(stream, MOST_BYTES, () => tooLong(host))
  const [stdout, stderr] = await Promise.all([read(process.stdout), read(process.stderr)])
  return { code: await process.ended, stdout, stderr }
}

function deadline(host: string, timeoutMs: number): { promise: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut(host, timeoutMs)), timeoutMs)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}

function timedOut(host: string, timeoutMs: number): UserError {
  const message = `${host} did not answer a question within ${timeoutMs / 1000} s, and the question was ended. Nothing is known from it. See what keeps ${host} busy, then ask again.`
  return new UserError('timeout', message)
}

function tooLong(host: string): UserError {
  const message = `${host} answered a question with more than 16 MiB, which is more than a question may bring. The answer was thrown away. Let the command count or cut on the host.`
  return new UserError('answer-too-long', message)
}
