import { CronJob } from 'cron'
import type { Log } from '../model/ports.ts'
import type { Engine } from './engine.ts'

/** The beat of the engine: whoever watches the process asks how old the last one is. */
export interface Heartbeat {
  /** Milliseconds since the engine last looked at every run, by a clock that nobody can set. */
  ageMs(): number
  stop(): Promise<void> | void
}

/** Looks at every active run once a minute, so that a lost wake-up or a jumped clock delays a run by a minute at most. */
export function startHeartbeat(engine: Engine, log: Log): Heartbeat {
  let beatAtMs = performance.now()
  const job = CronJob.from({
    cronTime: '0 * * * * *',
    onTick: async () => {
      await engine.wakeAll()
      beatAtMs = performance.now()
    },
    start: true,
    waitForCompletion: true,
    errorHandler: (error) => log.error('the heartbeat could not look at the runs', { error }),
  })
  return { ageMs: () => performance.now() - beatAtMs, stop: () => job.stop() }
}
