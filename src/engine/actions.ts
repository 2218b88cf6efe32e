import type { ActionContext } from '../model/action.ts'
import type { Outputs } from '../model/ports.ts'
import { type Brake, createBrake } from './brake.ts'

/** An action as it is now. `rests` when a hold keeps all of it waiting. */
type State = { readonly is: 'running'; readonly rests: boolean } | Ended

type Ended = { readonly is: 'done'; readonly outputs: Outputs } | { readonly is: 'broken'; readonly error: unknown }

/** What steers an action from outside. */
type Steering = Pick<ActionContext, 'signal' | 'proceed' | 'part'>
type Run = (steering: Steering) => Promise<Outputs>

interface Running {
  over: Ended | undefined
  readonly brake: Brake
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Actions that this process drives, by attempt. Empty after a restart: the action is then run again and finds its markers. */
export interface Actions {
  /** Starts the action of this key unless it is there, lets it begin parts unless held, and gives its state. */
  ensure(key: string, held: boolean, run: Run): State
  has(key: string): boolean
  forget(key: string): void
  /** Tells the action to stop and waits until it has. */
  stop(key: string): Promise<void>
  stopAll(): Promise<void>
}

/** `onChange` is called when an action ended, or may have come to rest. */
export function createActions(onChange: (key: string) => void): Actions {
  const running = new Map<string, Running>()
  const begin = (key: string, held: boolean, run: Run): Running => {
    const abort = new AbortController()
    const { signal } = abort
    const brake = createBrake(held, signal, () => onChange(key))
    const entry: Running = { over: undefined, brake, abort, ended: Promise.resolve() }
    const { proceed, part } = brake
    const ended = run({ signal, proceed, part })
      .then((outputs) => ({ is: 'done' as const, outputs }))
      .catch((error: unknown) => ({ is: 'broken' as const, error }))
      .then((state) => {
        started.over = state
        onChange(key)
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
    ensure: (key, held, run) => {
      const entry = running.get(key) ?? begin(key, held, run)
      entry.brake.set(held)
      return entry.over ?? { is: 'running', rests: entry.brake.isResting() }
    },
    has: (key) => running.has(key),
    forget: (key) => void running.delete(key),
    stop,
    stopAll: async () => void (await Promise.all([...running.keys()].map(stop))),
  }
}
