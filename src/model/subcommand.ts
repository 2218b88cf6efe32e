import type { Table } from './check.ts'
import type { PersonCommand } from './command.ts'
import type { DiskLine } from './disk-trend.ts'
import type { Finding } from './finding.ts'
import type { Journal } from './journal.ts'
import type { Fit } from './last-safe.ts'
import type { Migration } from './migration.ts'
import type { Estimates } from './no-return.ts'
import type { Plan } from './plan.ts'
import type { Policies } from './policy.ts'
import type { Progress } from './ports.ts'
import type { Records, TextFile } from './records.ts'
import type { Person, Run } from './run.ts'
import type { Proof } from './step-up.ts'
import type { Enrolling } from './step-ups.ts'

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
  /** Sent to whoever asked; a terminal has its own way to them. */
  readonly files?: readonly TextFile[] | undefined
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
  /** Until people are needed next, or the run ends. */
  readonly remainingMs?: number | undefined
  /** What nine of ten runs stay under, where enough of them say so. */
  readonly lateMs?: number | undefined
  /** When it was reckoned, in ISO 8601 UTC. */
  readonly asOf?: string | undefined
  /** Steps ahead that need people, in order. How long people take is never guessed. */
  readonly people?: readonly string[] | undefined
  /** Work that is left from the first of them on, where all of it was timed before. */
  readonly afterMs?: number | undefined
  /** Why there is no number, or what it rests on. */
  readonly basis: string
  /** What is known of each step, and of its undo. */
  readonly estimates?: Estimates | undefined
  /** Whether the rest ends before the window closes, where one does. */
  readonly fit?: Fit | undefined
}

/** Runs, as people steer them. */
export interface Runs {
  /** Begins at once, or at an instant in ISO 8601 UTC. `override` says why it may although a window is closed. */
  start(plan: Plan, by: Person, channel: string, startsAt?: string, override?: string): Promise<Run>
  /** `code` is the step-up code that came with an approve: judged and spent here, and part of no command. */
  send(runId: string, command: Exclude<PersonCommand, { type: 'start' }>, code?: string): Promise<Run>
  /** The command with the policies of this moment in it, as `send` would judge it: for looking ahead. */
  ruled(run: Run, command: Exclude<PersonCommand, { type: 'start' }>): Exclude<PersonCommand, { type: 'start' }>
  /** The policies for a plan, as drover.yml has them now. */
  policiesOf(plan: Plan): Policies
  /** The plan that the migration's file gives for a run now, where it gives one. */
  planToday?(run: Run): Plan | undefined
  /** What an approve of the open gate would bring with a right code; undefined where none is asked for. */
  foreseeProof(run: Run, person: string): Proof | undefined
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
  readonly records: Records
  readonly enrolling: Enrolling
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
  /** The plan of a rehearsal of what the same options would start. */
  readonly rehearsal: (migration: string, options: Readonly<Record<string, string>>) => Promise<Plan>
  /** Looks at every host, secret and role of drover.yml; whoever asked is told that it takes a while. */
  readonly examine: () => Promise<readonly Finding[]>
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
