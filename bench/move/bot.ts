import { join } from 'node:path'
import { createReach } from '../../src/app.ts'
import type { Config } from '../../src/config/schema.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { startHeartbeat } from '../../src/engine/heartbeat.ts'
import { createRegistry } from '../../src/engine/registry.ts'
import { createRuns } from '../../src/engine/runs.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { createLog } from '../../src/log.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { Migration } from '../../src/model/migration.ts'
import { planOf } from '../../src/model/plan.ts'
import { liveStep, progressOf, type Run } from '../../src/model/run.ts'
import { progressText } from './progress-text.ts'

/** What one run of a bot without Slack is made of. */
export interface BotRun {
  readonly migration: Migration
  readonly params: Readonly<Record<string, string>>
  readonly config: Config
  readonly env: Readonly<Record<string, string>>
  /** An empty folder for the journal. */
  readonly dataPath: string
  readonly say: (sentence: string) => void
}

/** How a run went: what its steps left, and its whole history. */
export interface BotRan {
  readonly run: Run
  readonly events: readonly RunEvent[]
}

const STUCK = ['failed', 'uncertain', 'held', 'waiting', 'aborted', 'rolled-back']
const LOOK_MS = 1000
const LONGEST_STALL_MS = 60_000

/** Runs a migration on the real engine, journal and hosts. Throws with the run's own words when it does not succeed. */
export async function runOnBot({ migration, params, config, env, dataPath, say }: BotRun): Promise<BotRan> {
  const reach = createReach(config, env)
  const log = createLog('error', reach.redact, (line) => say(line), reach.tools.now)
  const { journal } = createSqliteJournal({ path: join(dataPath, 'drover.sqlite'), now: reach.tools.now })
  const world = {
    ...{ journal, log, tools: reach.tools, redact: reach.redact },
    registry: createRegistry([migration]),
    onProgress: () => undefined,
  }
  const engine = createEngine(world)
  const runs = createRuns(world, engine, NOBODY)
  await engine.start()
  const heartbeat = startHeartbeat(engine, log)
  const settled = new Promise<Run>((resolve) => {
    journal.onChange(({ run }) => {
      if (run.status === 'succeeded' || STUCK.includes(run.status)) resolve(run)
    })
  })
  const stalls = createStalls()
  const look = async (runId: string) => {
    const run = await journal.get(runId)
    stalls.see(runs.stallOf(runId))
    if (run) say(progressText(run, runs.progressOf(runId), runs.stallOf(runId)))
  }
  let timer: NodeJS.Timeout | undefined
  try {
    const { id } = await runs.start(planOf(migration, migration.parse(params)), { id: 'U0BENCH', roles: [] }, 'C0BENCH')
    timer = setInterval(() => void look(id), LOOK_MS)
    const run = await Promise.race([settled, stalls.tooLong])
    if (run.status !== 'succeeded') throw new Error(whyStuck(run))
    return { run, events: (await journal.history(id)).map(({ event }) => event) }
  } finally {
    clearInterval(timer)
    await heartbeat.stop()
    await engine.stop()
    await reach.close()
    await journal.stop()
  }
}

/** A run that cannot go on waits for the world to come back; a bench has nobody who would see to that. */
function createStalls() {
  let sinceMs: number | undefined
  let give: (error: Error) => void = () => undefined
  const tooLong = new Promise<never>((_, reject) => {
    give = reject
  })
  const see = (stall: string | undefined) => {
    sinceMs = stall === undefined ? undefined : (sinceMs ?? performance.now())
    if (sinceMs !== undefined && performance.now() - sinceMs > LONGEST_STALL_MS) give(new Error(stall))
  }
  return { tooLong, see }
}

const NOBODY = {
  person: async (id: string) => ({ id, roles: [] }),
  membersOf: async () => [],
  nameOf: async (id: string) => id,
}

function whyStuck(run: Run): string {
  const id = liveStep(run)?.id ?? ''
  const { failure } = progressOf(run, id)
  return [`The run is ${run.status} at ${id}.`, failure?.summary, failure?.tail].filter(Boolean).join(' ')
}
