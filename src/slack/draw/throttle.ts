/** Does something for a run at most once in a while, always with the newest state. */
export interface Throttle {
  soon(runId: string, work: () => void): void
  stop(): void
}

/** The first call for a run is done at once; calls within everyMs of the last one wait that long, and are the same call. */
export function createThrottle(everyMs: number): Throttle {
  const timers = new Map<string, NodeJS.Timeout>()
  const wanted = new Map<string, () => void>()
  const act = (runId: string, work: () => void): void => {
    wanted.delete(runId)
    timers.set(
      runId,
      setTimeout(() => {
        timers.delete(runId)
        const next = wanted.get(runId)
        if (next) act(runId, next)
      }, everyMs),
    )
    work()
  }
  return {
    soon(runId, work) {
      if (timers.has(runId)) wanted.set(runId, work)
      else act(runId, work)
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
