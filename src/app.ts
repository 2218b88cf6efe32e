import { join } from 'node:path'
import { createAnswer } from './answer.ts'
import { loadMigrations, loadSubcommands } from './catalog.ts'
import { policiesFor } from './config/policies.ts'
import type { Config } from './config/schema.ts'
import { createSecrets, type KnownSecrets } from './config/secrets.ts'
import { endInTurn } from './ending.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import { createEnrolling } from './engine/enrolling.ts'
import { type Heartbeat, startHeartbeat } from './engine/heartbeat.ts'
import { leftBehind } from './engine/left-behind.ts'
import { createRegistry } from './engine/registry.ts'
import { createRuns } from './engine/runs.ts'
import { examine, examineRoles } from './examine.ts'
import { createSqliteJournal, type SqliteJournal } from './journal/sqlite/journal.ts'
import { createLog } from './log.ts'
import type { Migration } from './model/migration.ts'
import type { Plan } from './model/plan.ts'
import type { Hosts, Log, Tools } from './model/ports.ts'
import type { Records } from './model/records.ts'
import { redact } from './model/redaction.ts'
import type { Runs, Subcommand } from './model/subcommand.ts'
import { createPlanToday } from './plan-today.ts'
import { createHosts, type ManagedHosts } from './remote/hosts.ts'
import { reportKey } from './report/key.ts'
import { createReporter } from './report/reporter.ts'
import { createHandover } from './slack/handover.ts'
import { createPeople, type SlackPeople } from './slack/roles.ts'
import { createSlack, type Slack } from './slack/slack.ts'
import { createSlackClient } from './slack/slack-client.ts'
import { createCouches } from './sources/couchdb.ts'
import { createDatabases } from './sources/postgres.ts'

/** What an app is made of: what the environment and drover.yml say. */
export interface AppOptions {
  readonly config: Config
  readonly dataPath: string
  readonly tokens: { readonly botToken: string; readonly appToken: string }
  readonly slackApiUrl?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly writeLog: (line: string) => void
  /** What can be started; the files in migrations/ when left out. */
  readonly migrations?: readonly Migration[] | undefined
}

/** The whole bot, wired. */
export interface App {
  readonly slack: Slack
  readonly runs: Runs
  readonly people: SlackPeople
  readonly records: Records
  /** Masks secrets and row content. */
  readonly redact: (text: string) => string
  readonly engine: Engine
  readonly journal: SqliteJournal
  readonly log: Log
  readonly answer: ReturnType<typeof createAnswer>
  /** Milliseconds since the engine last looked at every run. */
  beatAgeMs(): number
  /** What is wrong with the history, once all of it was proven; undefined when nothing is, or that is not known yet. */
  bent(): string | undefined
  /** What every active run is left with when this process ends, a sentence each. */
  leaves(): Promise<readonly string[]>
  start(): Promise<void>
  /**
   * Lets what is in hand end, and gives back every connection and the journal, within half a minute whatever hangs. Jobs on
   * hosts go on.
   */
  stop(): Promise<void>
}

/** The machines and databases, without Slack or a journal: what doctor and lint need too. */
export interface Reach {
  readonly tools: Tools
  readonly hosts: ManagedHosts
  readonly secrets: KnownSecrets
  readonly redact: (text: string) => string
  close(): Promise<void>
}

/** `also` are values to mask that drover.yml does not name: the bot's own tokens. */
export function createReach(config: Config, env: AppOptions['env'], also: readonly string[] = []): Reach {
  const secrets = createSecrets(config.secrets, env)
  const hosts = createHosts(config.hosts, { secrets, agentSocket: env['SSH_AUTH_SOCK'] })
  const connect: Hosts['connect'] = hosts.connect
  const databases = createDatabases({ connect, secrets })
  const couches = createCouches({ connect, secrets })
  const tools: Tools = { hosts, databases, couches, secrets, now: () => new Date(), steadyMs: () => performance.now() }
  const close = async () => {
    await databases.close()
    await hosts.close()
  }
  return { tools, hosts, secrets, redact: (text) => redact(text, [...secrets.values(), ...also]), close }
}

export async function createApp(options: AppOptions): Promise<App> {
  return wire(options, await createParts(options))
}

/** What an app is wired from: opened and loaded, and nothing runs yet. */
export interface Parts {
  readonly migrations: readonly Migration[]
  readonly subcommands: readonly Subcommand[]
  readonly reach: Reach
  readonly log: Log
  readonly journal: SqliteJournal
}

export async function createParts(options: AppOptions): Promise<Parts> {
  const [migrations, subcommands] = await Promise.all([options.migrations ?? loadMigrations(), loadSubcommands()])
  const reach = createReach(options.config, options.env, [options.tokens.botToken, options.tokens.appToken])
  const log = createLog(options.logLevel, reach.redact, options.writeLog, reach.tools.now)
  const { redact, tools } = reach
  const journal = createSqliteJournal({ path: join(options.dataPath, 'drover.sqlite'), now: tools.now, redact })
  await proven(journal)
  return { migrations, subcommands, reach, log, journal }
}

/** No run goes on by a history that is not as it was written. */
async function proven({ proveActive, journal }: SqliteJournal): Promise<void> {
  try {
    proveActive()
  } catch (cause) {
    await journal.stop()
    throw cause
  }
}

/** Wires parts to an app; whoever puts something between two of them does it before this. */
export async function wire(
  options: AppOptions,
  { migrations, subcommands, reach, log, journal: sqlite }: Parts,
): Promise<App> {
  const { config, tokens } = options
  const { journal, mailroom } = sqlite
  const api = options.slackApiUrl === undefined ? {} : { apiUrl: options.slackApiUrl }
  const client = createSlackClient({ ...tokens, ...api, log })
  const people = createPeople({ roles: config.roles, client, log })
  const onProgress = (runId: string) => slack.redraw(runId)
  const world = {
    journal,
    tools: reach.tools,
    registry: createRegistry(migrations),
    log,
    redact: reach.redact,
    onProgress,
    holds: people.holds,
    heldBy: people.heldBy,
    policiesFor: (plan: Plan) => policiesFor(config, plan),
    today: createPlanToday({ migrations, ...namesIn(config) }, log),
    stepUps: sqlite.stepUps,
  }
  const engine = createEngine(world)
  const runs = createRuns(world, engine, people)
  const records = {
    chain: sqlite.chain,
    ...createReporter({
      journal,
      nameOf: people.nameOf,
      redact: reach.redact,
      signer: () => reportKey(options.dataPath),
      now: reach.tools.now,
    }),
  }
  let bent: string | undefined
  /** The history of runs that have ended is proven while people are answered: no run goes on by it. */
  const proveRest = async (): Promise<void> => {
    const { problem } = await sqlite.chain()
    if (problem === undefined) return
    bent = problem
    log.error('the history is not as it was written', { problem })
  }
  const answer = createAnswer({
    migrations,
    subcommands,
    runs,
    people,
    records,
    enrolling: createEnrolling({
      stepUps: sqlite.stepUps,
      handover: createHandover(client, log),
      nameOf: people.nameOf,
      now: reach.tools.now,
      log,
    }),
    ...namesIn(config),
    defaults: (name) => config.migrations[name]?.defaults ?? {},
    scratch: (name) => config.migrations[name]?.rehearsal ?? {},
    policiesFor: world.policiesFor,
    tools: reach.tools,
    examine: async () => [
      ...(await examineRoles(people, Object.keys(config.roles))),
      ...(await examine({ hosts: reach.hosts, reveal: reach.secrets.reveal, ...namesIn(config) })),
    ],
  })
  const slack: Slack = await createSlack({
    ...tokens,
    ...api,
    channels: config.channels,
    mailroom,
    runs,
    people,
    records,
    answer,
    migrations,
    journalHead: sqlite.head,
    environmentOf: (plan) => world.policiesFor(plan).environment,
    now: reach.tools.now,
    log,
  })
  journal.onChange(({ run, events }) => slack.draw(run, events))
  let heartbeat: Heartbeat | undefined
  return {
    slack,
    runs,
    people,
    records,
    redact: reach.redact,
    engine,
    journal: sqlite,
    log,
    answer,
    beatAgeMs: () => heartbeat?.ageMs() ?? 0,
    bent: () => bent,
    leaves: async () => (await journal.list({ active: true })).map(leftBehind),
    start: async () => {
      // Masked from the first word on: only a value that was read is known. One that is not there yet is told by whoever needs it.
      await Promise.allSettled(reach.secrets.names().map((name) => reach.secrets.reveal(name)))
      await slack.start()
      await engine.start()
      heartbeat = startHeartbeat(engine, log)
      proveRest().catch((error: unknown) => log.warn('the history was not proven to its end', { error }))
    },
    stop: async () => {
      const ends = [
        { what: 'the heartbeat', withinMs: 1_000, end: () => heartbeat?.stop() },
        { what: 'the engine', withinMs: 6_000, end: engine.stop },
        { what: 'Slack', withinMs: 13_000, end: slack.stop },
        { what: 'the connections to hosts', withinMs: 3_000, end: reach.close },
      ]
      await endInTurn(ends, log)
      await journal.stop()
    },
  }
}

function namesIn({ hosts, secrets }: Config): { readonly hostNames: string[]; readonly secretNames: string[] } {
  return { hostNames: Object.keys(hosts), secretNames: Object.keys(secrets) }
}
