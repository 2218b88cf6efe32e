import type { App } from '../app.ts'
import { formatMs } from '../model/duration.ts'
import type { Vitals } from '../serving/health.ts'

/** The engine looks at every run once a minute; three looks that do not come mean that it is stuck. */
const STUCK_AFTER_MS = 180_000

type Watched = Pick<App, 'slack' | 'engine' | 'journal' | 'beatAgeMs' | 'bent'>

/** What of the bot the outside may ask. */
export function vitalsOf(app: Watched): Vitals {
  return {
    stuck: () => stuckWords(app.beatAgeMs()),
    ready: async () => {
      const { sockets, refusedBecause } = app.slack.health()
      return refusedBecause === undefined && sockets.some(({ isConnected }) => isConnected)
    },
    metrics: () => numbersOf(app),
  }
}

function stuckWords(ageMs: number): string | undefined {
  if (ageMs < STUCK_AFTER_MS) return undefined
  return `the engine has not looked at the runs for ${formatMs(ageMs)}; restart Drover, what runs on hosts goes on`
}

async function numbersOf({
  slack,
  engine,
  journal,
  beatAgeMs,
  bent,
}: Watched): Promise<Readonly<Record<string, number>>> {
  const active = await journal.journal.list({ active: true })
  const waiting = active.filter(({ status }) => status === 'waiting').length
  const { sockets, lettersDue, inboxDue } = slack.health()
  const lulls = active.map(({ id }) => engine.live(id).lull?.quietMs ?? 0)
  const backedUpAtMs = journal.backedUpAtMs()
  return {
    drover_runs_active: active.length,
    drover_runs_waiting: waiting,
    drover_events_written: journal.events(),
    // A restart mends no history, so this is a number to be told of and no reason to be restarted.
    drover_history_bent: bent() === undefined ? 0 : 1,
    drover_heartbeat_age_seconds: seconds(beatAgeMs()),
    drover_oldest_act_without_progress_seconds: seconds(Math.max(0, ...lulls)),
    drover_slack_sockets: sockets.filter(({ isConnected }) => isConnected).length,
    drover_slack_letters_due: lettersDue,
    drover_slack_inbox_due: inboxDue,
    ...(backedUpAtMs !== undefined && { drover_backup_age_seconds: seconds(Date.now() - backedUpAtMs) }),
    process_resident_memory_bytes: process.memoryUsage().rss,
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 1000)
}
