import type { Table } from './check.ts'
import type { PersonCommand } from './command.ts'
import type { DiskLine } from './disk-trend.ts'
import type { Journal } from './journal.ts'
import type { Migration } from './migration.ts'
import type { Plan } from './plan.ts'
import type { Progress } from './ports.ts'
import type { Person, Run } from './run.ts'

/** What somebody typed after `/migrate <name>`: plain words, then `key=value` options. */
export interface Typed {
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string>>
}

/** An answer: sentences first, then what is better looked at. Only the person who asked sees it, unless it is `public`. */
export interface Reply {
  readonly text: string
  readonly table?: Table | undefined
  /** Shown in fixed width: commands, logs. */
  readonly code?: string | undefined
  /** Draws the plan as a preview. */
  readonly plan?: Plan | undefined
  readonly isPublic?: boolean | undefined
}

/** People and their roles, as configured right now. A role nobody holds has no members. */
export interface People {
  person(id: string): Promise<Person>
  membersOf(role: string): Promise<readonly string[]>
  /** A name for texts outside Slack, such as the terminal. */
  nameOf(id: string): Promise<string>
}

/** When the run may be done: measured, learnt from history, or not known. */
export interface Eta {
  readonly remainingMs?: number | undefined
  /** Why there is no number, or what it rests on. */
  readonly basis: string
}

/** Runs, as people steer them. */
export interface Runs {
  start(plan: Plan, by: Person, channel: string): Promise<Run>
  send(runId: string, command: Exclude<PersonCommand, { type: 'start' }>): Promise<Run>
  /** The run of that id, or the only active one of the channel when no id is given. Throws a UserError otherwise. */
  find(id: string | undefined, channel: string): Promise<Run>
  /** What acts right now, if anything does. */
  progressOf(runId: string): Progress | undefined
  /** Why the engine is stuck, when a host cannot be reached: shown until it clears. */
  stallOf(runId: string): string | undefined
  /** The disks of the step that acts, as they were seen last; none where the step names none. */
  disksOf(runId: string): readonly DiskLine[]
  eta(run: Run): Promise<Eta>
  /** The end of the log of a step's latest job, redacted. */
  logOf(run: Run, step: string): Promise<string>
  readonly journal: Journal
}

/** What a subcommand may use. */
export interface Context {
  readonly person: Person
  readonly channel: string
  readonly via: 'command' | 'cli'
  readonly migrations: readonly Migration[]
  readonly subcommands: readonly Subcommand[]
  readonly runs: Runs
  readonly people: People
  /**
   * The run that typed words are about, and the words that are left: what somebody says. `said` is given when they said it
   * as an option, such as reason=…; then the words can only name a run.
   */
  readonly address: (words: readonly string[], said?: string) => Promise<{ readonly run: Run; readonly said: string }>
  /** The run whose thread it was typed in: meant when no run is named. */
  readonly threadRun?: string | undefined
  /**
   * The plan for typed params, with the defaults of drover.yml filled in, after the hosts were measured. Throws a UserError
   * when it could not run here or a host cannot be reached; whoever asked is told when it takes a while.
   */
  readonly plan: (migration: string, options: Readonly<Record<string, string>>) => Promise<Plan>
}

/** One `/migrate` subcommand; its file name is its name, and help is made from these fields. */
export interface Subcommand {
  readonly name: string
  /** What follows the name: `<name> [key=value…]`. */
  readonly usage: string
  readonly help: string
  readonly run: (typed: Typed, context: Context) => Promise<Reply>
}

/** The one way to make a subcommand; its file's default export. */
export function defineSubcommand(subcommand: Subcommand): Subcommand {
  return subcommand
}
