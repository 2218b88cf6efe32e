import type { ActionContext } from '../../model/action.ts'
import { endOf } from '../../model/log-end.ts'
import type { JobView, Tools } from '../../model/ports.ts'
import { fill, type SecretFile, secretsIn } from '../../model/secret.ts'
import { render, type Shell } from '../../model/shell.ts'
import { UserError } from '../../model/user-error.ts'

/** A job that an action starts on a host, and starts anew when it was cut. */
export interface TriedJob {
  readonly host: string
  /** Tells apart the jobs of one action. */
  readonly name: string
  readonly script: Shell
  readonly files: Readonly<Record<string, SecretFile>>
}

/** How a try ended. */
export interface Tried {
  readonly code: number
  /** The end of its log. */
  readonly log: string
  /** How many tries there have been, this one included. */
  readonly tries: number
}

/** Looks come quickly at first: most jobs are over at once. */
const FIRST_LOOK_MS = 100
const LOOK_MS = 1000
/** Looks that may fail one after the other. */
const LOOKS = 10
const MOST_TRIES = 20

/** What the programs of Postgres say when the line breaks; a FATAL is the server's own answer. */
const CUT =
  /server closed the connection unexpectedly|could not (?:receive|send) data|connection to server .* failed: (?!FATAL)|Connection (?:refused|reset)|terminating connection|unexpected termination|SSL SYSCALL/

const TAIL_CHARS = 4000

/**
 * Runs a job under the next free id of its attempt, after ending every earlier try that still runs: an action has no
 * memory of its own, so the host's is asked. `onLook` is called about every second while it runs.
 */
export async function tryJob(
  tools: Tools,
  { scope }: ActionContext,
  job: TriedJob,
  signal: AbortSignal,
  onLook: (view: JobView) => Promise<void> | void = () => {},
): Promise<Tried> {
  const idOf = (count: number) => `${scope.run}-${scope.step}-${scope.attempt}-${job.name}-${count}`
  const tries = await nextTry(tools, job.host, idOf, 1)
  const id = idOf(tries)
  signal.throwIfAborted()
  const script = render(job.script, { output: () => undefined })
  await tools.hosts.start(job.host, { id, script, files: await filled(tools, job.files) })
  try {
    return await follow(tools, job.host, id, tries, signal, onLook)
  } catch (error) {
    // Whoever gave up takes the folder away next, so nothing may go on writing into it. A host that is gone is asked later.
    await tools.hosts.stop(job.host, id).catch(() => {})
    throw error
  }
}

async function follow(
  tools: Tools,
  host: string,
  id: string,
  tries: number,
  signal: AbortSignal,
  onLook: (view: JobView) => Promise<void> | void,
): Promise<Tried> {
  let log = ''
  let offset = 0
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(LOOK_MS, waitMs * 2)) {
    const view = await look(tools, host, id, offset, signal)
    log = endOf(log + view.log, TAIL_CHARS)
    offset = view.nextOffset
    if (view.state.is === 'done') return { code: view.state.code, log, tries }
    if (view.state.is === 'lost') return { code: 137, log, tries }
    await onLook(view)
    await pause(waitMs, signal)
  }
}

/** A look that failed is no reason to begin a long copy again; when the way to the host is gone, the signal says so. */
async function look(
  tools: Tools,
  host: string,
  id: string,
  offset: number,
  signal: AbortSignal,
  left = LOOKS,
): Promise<JobView> {
  try {
    return await tools.hosts.peek(host, id, offset)
  } catch (error) {
    await pause(LOOK_MS, signal)
    if (left === 0) throw error
    return look(tools, host, id, offset, signal, left - 1)
  }
}

/** Waits, or rejects at once with the signal's reason. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}

/** Did the line break, and not the work? One that breaks again and again is no bad luck any more. */
export function wasCut({ log, tries }: Tried): boolean {
  return tries < MOST_TRIES && CUT.test(log)
}

/** A failed try as people read it: what did not happen, what it means, and the program's own words. */
export function tryFailed(sentence: string, { log }: Pick<Tried, 'log'>): UserError {
  return new UserError('part-failed', `${sentence}\n${log.trim()}`)
}

async function nextTry(tools: Tools, host: string, idOf: (count: number) => string, count: number): Promise<number> {
  const { state } = await tools.hosts.peek(host, idOf(count), 0)
  if (state.is === 'absent') return count
  if (state.is === 'running' || state.is === 'staged') await tools.hosts.stop(host, idOf(count))
  return nextTry(tools, host, idOf, count + 1)
}

async function filled(tools: Tools, files: TriedJob['files']): Promise<Record<string, string>> {
  const names = [...new Set(Object.values(files).flatMap(secretsIn))]
  const secrets = new Map(
    await Promise.all(names.map(async (name): Promise<[string, string]> => [name, await tools.secrets.reveal(name)])),
  )
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, fill(file, secrets)]))
}
