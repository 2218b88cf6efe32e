import type { Outputs } from '../model/ports.ts'

type State =
  | { readonly is: 'running' }
  | { readonly is: 'done'; readonly outputs: Outputs }
  | { readonly is: 'broken'; readonly error: unknown }

interface Running {
  state: State
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Actions that this process drives, by attempt. Empty after a restart: the action is then run again and finds its markers. */
export interface Actions {
  /** Starts the action of this key unless it is there, and gives its state. */
  ensure(key: string, run: (signal: AbortSignal) => Promise<Outputs>): State
  forget(key: string): void
  /** Tells the action to stop and waits until it has. */
  stop(key: string): Promise<void>
  stopAll(): Promise<void>
}

export function createActions(onEnd: (key: string) => void): Actions {
  const running = new Map<string, Running>()
  const begin = (key: string, run: (signal: AbortSignal) => Promise<Outputs>): Running => {
    const abort = new AbortController()
    const entry: Running = { state: { is: 'running' }, abort, ended: Promise.resolve() }
    const ended = run(abort.signal)
      .then((outputs) => ({ is: 'done' as const, outputs }))
      .catch((error: unknown) => ({ is: 'broken' as const, error }))
      .then((state) => {
        started.state = state
        onEnd(key)
      })
    const started = Object.assign(entry, { ended })
    running.set(key, started)
    return started
  }
  const stop = async (key: string) => {
    const entry = running.get(key)
    entry?.abort.abort()
    await entry?.ended
    running.delete(key)
  }
  return {
    ensure: (key, run) => (running.get(key) ?? begin(key, run)).state,
    forget: (key) => void running.delete(key),
    stop,
    stopAll: async () => void (await Promise.all([...running.keys()].map(stop))),
  }
}
