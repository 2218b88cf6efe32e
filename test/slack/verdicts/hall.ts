import { createAnswer } from '../../../src/answer.ts'
import { loadSubcommands } from '../../../src/catalog.ts'
import { answerTerminal } from '../../../src/cli/answer-terminal.ts'
import { newRunId } from '../../../src/engine/run-id.ts'
import type { LocalSlackOptions } from '../../../src/local-slack/index.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { askBot } from '../../../src/serving/ask-bot.ts'
import { startControl } from '../../../src/serving/control.ts'
import { recordsOn } from '../../report/records-on.ts'
import { type Office, startOffice } from '../office.ts'
import { GUEST, HOLDER, OTHER, REMOVED, type Somebody, STARTER, STARTING_DBA, STRANGER, TABLE } from './people.ts'
import type { Verb } from './rules.ts'
import { story } from './runs.ts'

/** People who hold the role until they are asked to leave. */
export const FADING: readonly Somebody[] = Array.from({ length: 6 }, (_, nth) => ({
  id: `U0FADING${nth}`,
  is: 'somebody who loses the role meanwhile',
}))

/** The whole adapter and a real terminal socket, with runs that people steer and nobody carries out. */
export interface Hall {
  readonly office: Office
  /** A run in a channel of its own where a verb makes sense. */
  runFor(verb: Verb, starter?: Somebody): Promise<{ readonly run: string; readonly channel: string }>
  /** What the terminal says to a login. */
  terminal(who: Somebody, words: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }>
  historyOf(run: string): Promise<readonly RunEvent[]>
  stop(): Promise<void>
}

/** The channel whose members hold dba. */
export const ROLE_CHANNEL = 'C0DBAS'
const ROOMS = 130
const EVERYBODY = [...TABLE, STARTING_DBA, ...FADING]

export async function openHall(): Promise<Hall> {
  const rooms = Array.from({ length: ROOMS }, (_, nth) => `C0ROOM${nth}`)
  const subcommands = await loadSubcommands()
  const office: Office = await startOffice({
    workspace: workspace(rooms),
    roles: { dba: { channel: ROLE_CHANNEL }, 'data-owner': { users: ['U0ABSENT'] }, sre: { users: [OTHER.id] } },
    answer: (...asked) => answer(...asked),
  })
  const { sqlite, runs, people } = office
  const records = recordsOn(sqlite.journal, () => new Date(), sqlite.chain)
  const enrolling = { offer: async () => undefined, confirm: async () => true }
  const names = { migrations: [], hostNames: [], secretNames: [], defaults: () => ({}), examine: async () => [] }
  const answer = createAnswer({ subcommands, runs, people, records, enrolling, ...names })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const reached = { answer, people, records, journal: sqlite, redact: (text: string) => text, log }
  const operators = Object.fromEntries(EVERYBODY.map(({ id }) => [id.toLowerCase(), id]))
  const control = await startControl(office.folder, (question, tell) =>
    answerTerminal(reached, { channels: [], operators }, question, tell),
  )
  return {
    office,
    runFor: async (verb, starter = STARTER) => {
      const channel = rooms.pop()
      if (channel === undefined) throw new Error('the hall has no more rooms')
      const run = newRunId()
      for (const command of story(verb, { id: starter.id, roles: [] }, `verdicts-${run}`))
        await office.tell(command.type === 'start' ? { ...command, channel } : command, run)
      return { run, channel }
    },
    terminal: ({ id }, argv) => askBot(office.folder, { login: id.toLowerCase(), argv: [...argv] }),
    historyOf: async (run) => (await sqlite.journal.history(run)).map(({ event }) => event),
    async stop() {
      await control.stop()
      await office.stop()
    },
  }
}

function workspace(rooms: readonly string[]): Partial<LocalSlackOptions> {
  const members = [HOLDER, GUEST, STRANGER, REMOVED, STARTING_DBA, ...FADING].map(({ id }) => id)
  return {
    people: EVERYBODY.map(({ id }) => ({
      ...{ id, name: id.slice(2).toLowerCase(), displayName: id.slice(2) },
      ...(id === GUEST.id && { isGuest: true }),
      ...(id === STRANGER.id && { teamId: 'T0ELSEWHERE' }),
    })),
    channels: [...rooms.map((id) => ({ id, name: id.toLowerCase() })), { id: ROLE_CHANNEL, name: 'dbas', members }],
  }
}
