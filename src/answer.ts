import { createAddress, insideThread } from './address.ts'
import { createPlan, createRehearsal, type PlanParts } from './make-plan.ts'
import type { Records } from './model/records.ts'
import type { Enrolling } from './model/step-ups.ts'
import type { Context, People, Reply, Runs, Subcommand } from './model/subcommand.ts'
import { closest } from './model/suggestion.ts'
import { refuse } from './model/user-error.ts'

/** What somebody typed after `/migrate`. */
export interface Line {
  readonly subcommand: string
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string>>
}

/** Who typed it, where, and through which surface. */
export interface Asker {
  readonly userId: string
  readonly channel: string
  readonly via: 'command' | 'cli'
  /** The run whose thread it was typed in. */
  readonly run?: string | undefined
  /** Says something to them before the answer, when that takes a while. */
  readonly tell?: ((sentence: string) => Promise<void> | void) | undefined
}

/** What answering needs to know. */
export interface Answering extends Omit<PlanParts, 'journal'> {
  readonly subcommands: readonly Subcommand[]
  readonly runs: Runs
  readonly people: People
  readonly records: Records
  readonly enrolling: Enrolling
  readonly examine: Context['examine']
}

/** Answers typed lines; throws a UserError with a suggestion when a word is unknown. */
export function createAnswer(parts: Answering): (line: Line, asker: Asker) => Promise<Reply> {
  return async ({ subcommand: name, words, options }, { userId, channel, via, run: threadRun, tell }) => {
    const subcommand = parts.subcommands.find((one) => one.name === name) ?? unknown(name, parts.subcommands)
    const person = await parts.people.person(userId)
    const { migrations, subcommands } = parts
    const runs = insideThread(parts.runs, threadRun)
    const planning = { ...parts, journal: parts.runs.journal }
    const makePlan = createPlan(planning)
    const makeRehearsal = createRehearsal(planning)
    const context: Context = {
      person,
      channel,
      via,
      migrations,
      subcommands,
      runs,
      people: parts.people,
      records: parts.records,
      enrolling: parts.enrolling,
      address: createAddress(runs, channel),
      threadRun,
      plan: (migration, typed) => makePlan(migration, typed, tell),
      rehearsal: (migration, typed) => makeRehearsal(migration, typed, tell),
      examine: async () => {
        await tell?.('Looking at hosts, secrets and roles.')
        return parts.examine()
      },
    }
    return subcommand.run({ words, options }, context)
  }
}

function unknown(name: string, subcommands: readonly Subcommand[]): never {
  const near = closest(
    name,
    subcommands.map((one) => one.name),
  )
  return refuse(
    'unknown-subcommand',
    `There is no /migrate ${name}.${near ? ` Did you mean /migrate ${near}?` : ''} /migrate help lists all.`,
  )
}
