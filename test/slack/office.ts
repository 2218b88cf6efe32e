import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createSqliteJournal, type SqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { type LocalSlack, type LocalSlackOptions, type Message, startLocalSlack } from '../../src/local-slack/index.ts'
import type { Command } from '../../src/model/command.ts'
import type { Migration } from '../../src/model/migration.ts'
import { NO_POLICIES } from '../../src/model/policy.ts'
import type { LogFields, Progress } from '../../src/model/ports.ts'
import { liveStep, type Person, progressOf, type Run } from '../../src/model/run.ts'
import type { People, Runs } from '../../src/model/subcommand.ts'
import { UserError } from '../../src/model/user-error.ts'
import type { Answer } from '../../src/slack/inbox/desk.ts'
import { createPeople, type RoleSource, type SlackPeople } from '../../src/slack/roles.ts'
import { createSlack, type Slack } from '../../src/slack/slack.ts'
import { createSlackClient } from '../../src/slack/slack-client.ts'
import { recordsOn } from '../report/records-on.ts'
import { evidence, planFor, smallSteps } from './views/build.ts'

/** Somebody starts, a dba, a data owner, and somebody without a role. */
export const PEOPLE = [
  { id: 'U0ANNA', name: 'anna', displayName: 'Anna' },
  { id: 'U0DAN', name: 'dan', displayName: 'Dan' },
  { id: 'U0OLGA', name: 'olga', displayName: 'Olga' },
  { id: 'U0NOOR', name: 'noor', displayName: 'Noor' },
]

export const ROLES: Readonly<Record<string, RoleSource>> = {
  dba: { users: ['U0DAN'] },
  'data-owner': { users: ['U0OLGA'] },
}

/** A line of the log. */
export interface Logged {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: LogFields
}

/** What a test may bring along; `slack` and `folder` outlive a restart of the bot. */
export interface OfficeOptions {
  readonly slack?: LocalSlack
  readonly folder?: string
  readonly workspace?: Partial<LocalSlackOptions>
  readonly roles?: Readonly<Record<string, RoleSource>>
  readonly people?: (people: People) => People
  readonly answer?: Answer
  readonly migrations?: readonly Migration[]
  readonly now?: () => Date
  readonly progress?: () => Progress | undefined
  readonly logOf?: () => string
}

/** The Slack adapter on a real journal and a real workspace; the test plays the engine. */
export interface Office {
  readonly slack: LocalSlack
  readonly app: Slack
  readonly sqlite: SqliteJournal
  readonly runs: Runs
  readonly people: SlackPeople
  readonly folder: string
  readonly logged: readonly Logged[]
  start(id?: string, channel?: string): Promise<Run>
  tell(command: Command, id?: string): Promise<Run>
  /** Up to the open gate: the first check passed and the gate's evidence is there. */
  toGate(id?: string): Promise<Run>
  card(id?: string): Promise<Message>
  /** The message of a letter, once it is there and nothing newer is due for it. */
  message(key: string): Promise<Message>
  /** What a person was told in private. */
  told(person: string, text: string | RegExp): Promise<string>
  /** Ends the bot; the workspace and the file stay. */
  stopBot(): Promise<void>
  stop(): Promise<void>
}

const WORKSPACE: LocalSlackOptions = {
  people: PEOPLE,
  channels: [
    { id: 'C0OPS', name: 'ops' },
    { id: 'C0MOVES', name: 'moves' },
  ],
}

export async function startOffice(options: OfficeOptions = {}): Promise<Office> {
  const slack = options.slack ?? (await startLocalSlack({ ...WORKSPACE, ...options.workspace }))
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'drover-slack-'))
  const now = options.now ?? (() => new Date())
  const sqlite = createSqliteJournal({ path: join(folder, 'drover.db'), now })
  const { journal, mailroom } = sqlite
  const logged: Logged[] = []
  const note =
    (level: Logged['level']) =>
    (message: string, fields: LogFields = {}) =>
      void logged.push({ level, message, fields })
  const log = { info: note('info'), warn: note('warn'), error: note('error') }
  const client = createSlackClient({ botToken: slack.botToken, apiUrl: slack.apiUrl, log })
  const known = createPeople({ roles: options.roles ?? ROLES, client, log, now })
  const runs = runsOn(sqlite, options)
  const app = await createSlack({
    botToken: slack.botToken,
    appToken: slack.appToken,
    apiUrl: slack.apiUrl,
    mailroom,
    runs,
    people: options.people?.(known) ?? known,
    records: recordsOn(journal, now, sqlite.chain),
    answer: options.answer ?? (async (line) => ({ text: `You said ${line.subcommand}.` })),
    ...(options.migrations ? { migrations: options.migrations } : {}),
    journalHead: () => sqlite.head(),
    now,
    log,
    channels: [],
  })
  journal.onChange(({ run, events }) => app.draw(run, events))
  await app.start()
  const tell = async (command: Command, id = 'm7f3xq') => (await journal.send(id, command)).run
  const start = (id = 'm7f3xq', channel = 'C0OPS') =>
    tell({ type: 'start', plan: planFor(smallSteps(), `move-${id}`), channel, by: person('U0ANNA') }, id)
  const message = (key: string) =>
    slack.waitFor(() => {
      const letter = mailroom.find(key)
      if (!letter?.ts || letter.version > letter.sentVersion) return undefined
      const { threadKey } = letter
      const thread = threadKey === undefined ? undefined : mailroom.find(threadKey)?.ts
      const all = /^U/.test(letter.channel) ? slack.dms(letter.channel) : slack.messages(letter.channel, thread)
      return all.find(({ ts }) => ts === letter.ts)
    })
  const office: Office = {
    slack,
    app,
    sqlite,
    runs,
    people: known,
    folder,
    logged,
    start,
    tell,
    message,
    async toGate(id = 'm7f3xq') {
      const run = await start(id)
      await tell({ type: 'succeeded', ...live(run), outputs: {}, evidence: [] }, id)
      return await measure(office, id)
    },
    card: (id = 'm7f3xq') => message(`${id}/card`),
    told: (who, text) => slack.waitFor(() => toldSo(slack, who, text)),
    async stopBot() {
      await app.stop()
      await journal.stop()
    },
    async stop() {
      await office.stopBot()
      await slack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return office
}

/** Evidence for the gate comes in, as it was unless a test says otherwise. */
export async function measure(office: Office, id = 'm7f3xq', rows = 19_000): Promise<Run> {
  const run = await office.sqlite.journal.get(id)
  if (!run) throw new Error(`there is no run ${id}`)
  const found = evidence({ values: { doc: rows, form: 1000 } })
  return await office.tell(
    {
      type: 'measured',
      ...live(run),
      revision: run.revision,
      confirming: run.phase === 'confirming',
      evidence: [found],
      hostKeys: {},
    },
    id,
  )
}

/** Waits until the run is as told; people's acts reach it after they were acknowledged. */
export async function until(office: Office, isSo: (run: Run) => boolean, id = 'm7f3xq'): Promise<Run> {
  for (const deadlineMs = Date.now() + 60_000; Date.now() < deadlineMs; await wait(10)) {
    const run = await office.sqlite.journal.get(id)
    if (run && isSo(run)) return run
  }
  throw new Error(`run ${id} did not get there in time`)
}

/** The step and attempt that a run is at. */
export function live(run: Run): { step: string; attempt: number } {
  const step = liveStep(run)?.id ?? ''
  return { step, attempt: progressOf(run, step).attempt }
}

export function person(id: string, ...roles: string[]): Person {
  return { id, roles }
}

/** All text of a message, blocks included. */
export function textOf(message: Pick<Message, 'text' | 'blocks'>): string {
  return `${message.text}\n${JSON.stringify(message.blocks)}`
}

function toldSo(slack: LocalSlack, who: string, text: string | RegExp): string | undefined {
  const all = [...slack.as(who).ephemerals(), ...slack.dms(who)].map((message) => message.text ?? '')
  return all.findLast((one) => (typeof text === 'string' ? one === text : text.test(one)))
}

function runsOn({ journal }: SqliteJournal, { progress, logOf }: OfficeOptions): Runs {
  return {
    journal,
    start: async () => {
      throw new Error('tests start runs through the journal')
    },
    async send(id, command) {
      return (await journal.send(id, command)).run
    },
    async find(id) {
      const run = id === undefined ? undefined : await journal.get(id)
      if (!run) throw new UserError('no-such-run', 'There is no such run.')
      return run
    },
    ruled: (_run, command) => command,
    policiesOf: () => NO_POLICIES,
    foreseeProof: () => undefined,
    progressOf: () => progress?.(),
    stallOf: () => undefined,
    disksOf: () => [],
    eta: async () => ({ basis: 'not measured yet' }),
    logOf: async () => logOf?.() ?? '',
  }
}
