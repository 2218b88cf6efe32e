import { createAddress, insideThread } from './address.ts'
import type { Migration } from './model/migration.ts'
import { hostsOf, lintPlan, type Plan, planOf } from './model/plan.ts'
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
}

/** What answering needs to know. */
export interface Answering {
  readonly migrations: readonly Migration[]
  readonly subcommands: readonly Subcommand[]
  readonly runs: Runs
  readonly people: People
  readonly hostNames: readonly string[]
  readonly secretNames: readonly string[]
  readonly defaults: (migration: string) => Readonly<Record<string, string>>
}

/** Answers typed lines; throws a UserError with a suggestion when a word is unknown. */
export function createAnswer(parts: Answering): (line: Line, asker: Asker) => Promise<Reply> {
  return async ({ subcommand: name, words, options }, { userId, channel, via, run: threadRun }) => {
    const subcommand = parts.subcommands.find((one) => one.name === name) ?? unknown(name, parts.subcommands)
    const person = await parts.people.person(userId)
    const { migrations, subcommands } = parts
    const runs = insideThread(parts.runs, threadRun)
    const context: Context = {
      person,
      channel,
      via,
      migrations,
      subcommands,
      runs,
      people: parts.people,
      address: createAddress(runs, channel),
      threadRun,
      plan: createPlan(parts),
    }
    return subcommand.run({ words, options }, context)
  }
}

/** The plan of a migration for typed options over the defaults of drover.yml. Throws a UserError when it could not run here. */
export function createPlan({
  migrations,
  hostNames,
  secretNames,
  defaults,
}: Pick<Answering, 'migrations' | 'hostNames' | 'secretNames' | 'defaults'>) {
  return (name: string, options: Readonly<Record<string, string>>): Plan => {
    const migration = migrations.find((one) => one.name === name) ?? unknownMigration(name, migrations)
    const plan = planOf(migration, migration.parse({ ...defaults(name), ...options }))
    const problems = [
      ...lintPlan(plan),
      ...unknownNames('host', hostsOf(plan), hostNames),
      ...unknownSecrets(secretsIn(plan), secretNames),
    ]
    if (problems.length > 0) refuse('bad-plan', `${problems.join('\n')}\nNothing was started.`)
    return plan
  }
}

function unknownNames(what: string, wanted: readonly string[], known: readonly string[]): readonly string[] {
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = closest(name, known)
      return `There is no ${what} ${name} in drover.yml.${near ? ` Did you mean ${near}?` : ''} It has ${known.length > 0 ? known.join(', ') : 'none'}.`
    })
}

/** What is like no name we know may be the secret itself, so it is not said again. */
function unknownSecrets(wanted: readonly string[], known: readonly string[]): readonly string[] {
  const [names, maybeSecrets] = [true, false].map((isNear) =>
    wanted.filter((name) => !known.includes(name) && (closest(name, known) !== undefined) === isNear),
  )
  const first = maybeSecrets?.length
    ? [
        `A param names a secret that is not in drover.yml. It has ${known.length > 0 ? known.join(', ') : 'none'}. If you typed a password, change it, since this line may stay in Slack's history; put the new one under secrets and type its name.`,
      ]
    : []
  return [...first, ...unknownNames('secret', names ?? [], known)]
}

function secretsIn(plan: Plan): readonly string[] {
  const files = plan.steps.flatMap((step) =>
    'act' in step && step.act.do === 'job' ? Object.values(step.act.files) : [],
  )
  const named = files
    .flatMap(({ lines }) => lines.flat())
    .flatMap((part) => (typeof part === 'string' ? [] : [part.secret]))
  return [...new Set([...named, ...passwordParams(plan)])]
}

/** Params whose name ends in Password hold the name of a secret. */
function passwordParams({ params }: Plan): readonly string[] {
  if (typeof params !== 'object' || params === null) return []
  return Object.entries(params).flatMap(([key, value]) =>
    key.endsWith('Password') && typeof value === 'string' ? [value] : [],
  )
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

function unknownMigration(name: string, migrations: readonly Migration[]): never {
  const near = closest(
    name,
    migrations.map((one) => one.name),
  )
  return refuse(
    'unknown-migration',
    `There is no migration called "${name}".${near ? ` Did you mean ${near}?` : ''} Nothing was started. /migrate list shows all.`,
  )
}
