/** Does something for a run at most once in a while, always with the newest state. */
export interface Throttle {
  soon(runId: string, work: () => void): void
  stop(): void
}

/** The first call for a run waits everyMs; calls until then are the same call. */
export function createThrottle(everyMs: number): Throttle {
  const timers = new Map<string, NodeJS.Timeout>()
  return {
    soon(runId, work) {
      if (timers.has(runId)) return
      const act = (): void => {
        timers.delete(runId)
        work()
      }
      timers.set(runId, setTimeout(act, everyMs))
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
