import type { Mailroom } from '../../model/mailroom.ts'
import type { Migration } from '../../model/migration.ts'
import type { Log } from '../../model/ports.ts'
import type { People, Reply, Runs } from '../../model/subcommand.ts'
import type { TypedLine } from '../parse.ts'
import type { Asker, Talk } from '../talk.ts'

/** Who typed a line. `run` is the run whose thread it was typed in: meant when no run is named. */
export interface Typist {
  readonly userId: string
  readonly channel: string
  readonly via: 'command'
  readonly run?: string | undefined
  /** Says something to them before the answer, when that takes a while. */
  readonly tell?: ((sentence: string) => Promise<void>) | undefined
}

/** Carries out a typed line. Throws a UserError to refuse. */
export type Answer = (line: TypedLine, who: Typist) => Promise<Reply>

/** What answering people takes. */
export interface Desk {
  readonly mailroom: Mailroom
  readonly botUserId: string
  readonly runs: Runs
  readonly people: People
  readonly answer: Answer
  /** For the form that `/migrate start <name>` opens; without them there is none. */
  readonly migrations: readonly Migration[]
  readonly talk: Talk
  readonly log: Log
  readonly now: () => Date
  /** Wakes the outbox. */
  readonly poke: () => void
}

export type { Asker }
