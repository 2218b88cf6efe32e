import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createReach } from '../../../src/app.ts'
import { configSchema } from '../../../src/config/schema.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { createRegistry } from '../../../src/engine/registry.ts'
import { createRuns } from '../../../src/engine/runs.ts'
import { createSqliteJournal, type SqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { createLog } from '../../../src/log.ts'
import type { PersonCommand } from '../../../src/model/command.ts'
import type { Migration } from '../../../src/model/migration.ts'
import { planOf } from '../../../src/model/plan.ts'
import type { Tools } from '../../../src/model/ports.ts'
import { liveStep, progressOf, type Run } from '../../../src/model/run.ts'
import type { Runs } from '../../../src/model/subcommand.ts'
import type { HostConfig } from '../../../src/remote/host-config.ts'

/** Who starts, drives and answers. */
export const DRIVER = { id: 'U0DRIVER', roles: ['driver'] }

/** What a bot without Slack is made of. */
export interface SmallBotOptions {
  /** An empty folder for the journal. */
  readonly dataPath: string
  readonly migration: Migration
  readonly hosts: Readonly<Record<string, HostConfig>>
  readonly secrets?: Readonly<Record<string, string>>
}

/** The real engine on a real journal and real hosts, with one run. */
export interface SmallBot {
  readonly journal: SqliteJournal
  readonly tools: Tools
  readonly runs: Runs
  run(): Promise<Run>
  /** Lines of the log that told of something broken. */
  readonly broke: readonly string[]
  begin(): Promise<void>
  send(command: Exclude<PersonCommand, { type: 'start' }>): Promise<Run>
  until(what: string, holds: (run: Run) => unknown): Promise<Run>
  /** Ends it, jobs untouched, and starts another on the same journal, which takes up the newest run. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const PATIENCE_MS = 120_000

/** Starts a bot; the run begins with `begin`. */
export async function startSmallBot(options: SmallBotOptions): Promise<SmallBot> {
  const { migration } = options
  const broke: string[] = []
  let now = await open(options, broke)
  /** What another bot has left on this journal, if one has. */
  const newest = async () => (await now.journal.journal.list({ limit: 1 }))[0]?.id ?? ''
  let runId = await newest()
  const run = async () => {
    const found = await now.journal.journal.get(runId)
    if (!found) throw new Error('The run is gone.')
    return found
  }
  const close = async () => {
    await now.engine.stop()
    await now.close()
    await now.journal.journal.stop()
  }
  return {
    get journal() {
      return now.journal
    },
    get tools() {
      return now.tools
    },
    get runs() {
      return now.runs
    },
    ...{ run, broke },
    begin: async () => {
      runId = (await now.runs.start(planOf(migration, migration.parse({})), DRIVER, 'C0BENCH')).id
    },
    send: (command) => now.runs.send(runId, command),
    until: async (what, holds) => {
      const endMs = performance.now() + PATIENCE_MS
      for (;;) {
        const found = await run()
        if (holds(found)) return found
        if (performance.now() > endMs) throw new Error(`${what} did not come: ${whereIs(found, now.runs)}`)
        await sleep(50)
      }
    },
    restart: async () => {
      await close()
      now = await open(options, broke)
      runId = await newest()
    },
    stop: close,
  }
}

interface Opened {
  readonly journal: SqliteJournal
  readonly tools: Tools
  readonly engine: Engine
  readonly runs: Runs
  close(): Promise<void>
}

async function open({ dataPath, migration, hosts, secrets = {} }: SmallBotOptions, broke: string[]): Promise<Opened> {
  const names = Object.keys(secrets).map((name) => [name, `env:${name.toUpperCase().replaceAll('-', '_')}`])
  const env = Object.fromEntries(names.map(([name = '', from = '']) => [from.slice('env:'.length), secrets[name]]))
  const config = configSchema.parse({ channels: ['C0BENCH'], roles: {}, hosts, secrets: Object.fromEntries(names) })
  const reach = createReach(config, env)
  const { tools, redact } = reach
  const log = createLog('error', redact, (line) => void broke.push(line), tools.now)
  const journal = createSqliteJournal({ path: join(dataPath, 'drover.sqlite'), now: tools.now, redact })
  const registry = createRegistry([migration])
  const world = { journal: journal.journal, log, tools, redact, registry, onProgress: () => undefined }
  const engine = createEngine(world)
  await engine.start()
  return { journal, tools, engine, runs: createRuns(world, engine, NOBODY), close: reach.close }
}

const NOBODY = {
  person: async (id: string) => ({ id, roles: [] }),
  membersOf: async () => [],
  nameOf: async (id: string) => id,
}

/** The state of a run in one line, for a sentence about what went wrong. */
export function whereIs(run: Run, runs?: Runs): string {
  const id = liveStep(run)?.id ?? ''
  const { failure } = progressOf(run, id)
  const said = [failure?.summary, failure?.cause, failure?.fix, runs?.stallOf(run.id)].filter(Boolean)
  const where = id === '' ? `the run is ${run.status}.` : `the run is ${run.status} at ${id}.`
  return [where, ...said].join(' ')
}
