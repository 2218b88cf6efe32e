import { CronJob } from 'cron'
import type { Log } from '../model/ports.ts'
import type { Engine } from './engine.ts'

/** Looks at every active run once a minute, so that a lost wake-up or a jumped clock delays a run by a minute at most. */
export function startHeartbeat(engine: Engine, log: Log): { stop: () => Promise<void> | void } {
  const job = CronJob.from({
    cronTime: '0 * * * * *',
    onTick: () => engine.wakeAll(),
    start: true,
    waitForCompletion: true,
    errorHandler: (error) => log.error('the heartbeat could not look at the runs', { error }),
  })
  return { stop: () => job.stop() }
}
