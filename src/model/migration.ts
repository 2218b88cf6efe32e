import { z } from 'zod'
import type { RegisteredAction } from './action.ts'
import type { Advice, PlannerScope } from './advice.ts'
import type { RegisteredCheck } from './check.ts'
import type { Json } from './json.ts'
import type { Tools } from './ports.ts'
import { redact } from './redaction.ts'
import type { Rehearsal } from './rehearsal.ts'
import type { Step } from './step.ts'
import { closest } from './suggestion.ts'
import { shortened, UserError } from './user-error.ts'

/** A known cause of an error: what its text looks like, what it means, and what to do. */
export interface Pitfall {
  readonly pattern: RegExp
  readonly cause: string
  readonly fix: string
}

/** How a migration is rehearsed. */
export interface RehearsalSpec<Params, Scratch> {
  /** What only a rehearsal takes, such as the name of a trial database: typed, or under `rehearsal` in drover.yml. */
  readonly scratch: z.ZodType<Scratch>
  /** A pure function, as `steps` is. Throws a UserError when params cannot be rehearsed. */
  readonly plan: (params: Params, scratch: Scratch) => Rehearsal
  /** About how many rows production holds right now; the share that was rehearsed is taken of them. */
  readonly rowsNow?: (params: Params, tools: Tools) => Promise<number>
}

/** What an author writes. `steps` is a pure function of params. */
export interface MigrationSpec<Params, Scratch = unknown> {
  readonly name: string
  readonly summary: string
  readonly params: z.ZodType<Params>
  readonly roles: readonly string[]
  readonly steps: (params: Params) => readonly Step[]
  /**
   * Measures hosts and databases before the plan is made, and chooses the params that were left at `auto`. The schema gives
   * such a param a plain default, so that `steps` never sees `auto`. Throws a UserError when the world cannot be reached.
   */
  readonly planner?: (params: Params, tools: Tools, scope: PlannerScope) => Promise<Advice>
  /** Named resources that no second run may use at the same time. */
  readonly locks?: (params: Params) => readonly string[]
  /** The same work on scratch targets. Left out: it cannot be rehearsed. */
  readonly rehearsal?: RehearsalSpec<Params, Scratch>
  /** Checks, actions and tables of known causes that only this migration uses. */
  readonly checks?: readonly RegisteredCheck[]
  readonly actions?: readonly RegisteredAction[]
  readonly pitfalls?: Readonly<Record<string, readonly Pitfall[]>>
}

/** A migration as the rest of the house sees it: the definition file, never a running thing. */
export interface Migration {
  readonly name: string
  readonly summary: string
  readonly roles: readonly string[]
  readonly schema: z.ZodType
  /** The params as the schema accepts them, defaults filled in. Throws a UserError that names each bad one. */
  readonly parse: (input: Readonly<Record<string, string>>) => Json
  /** Names of the params that are left to the planner: typed as `auto`, or not typed where that is the default. */
  readonly open: (input: Readonly<Record<string, string>>) => readonly string[]
  readonly planner?: ((params: Json, tools: Tools, scope: PlannerScope) => Promise<Advice>) | undefined
  readonly steps: (params: Json) => readonly Step[]
  readonly locks: (params: Json) => readonly string[]
  readonly rehearsal?: RegisteredRehearsal | undefined
  readonly checks: readonly RegisteredCheck[]
  readonly actions: readonly RegisteredAction[]
  readonly pitfalls: Readonly<Record<string, readonly Pitfall[]>>
}

/** How a migration is rehearsed, as the rest of the house sees it. */
export interface RegisteredRehearsal {
  /** Names of the params that only a rehearsal takes. */
  readonly scratchNames: readonly string[]
  /** Throws a UserError that names each bad param. */
  readonly plan: (params: Json, typed: Readonly<Record<string, string>>) => Rehearsal
  readonly rowsNow?: ((params: Json, tools: Tools) => Promise<number>) | undefined
}

/** The one way to make a migration; its file's default export. */
export function defineMigration<Params, Scratch = unknown>(spec: MigrationSpec<Params, Scratch>): Migration {
  const { planner, rehearsal } = spec
  return {
    name: spec.name,
    summary: spec.summary,
    roles: spec.roles,
    schema: spec.params,
    parse: (input) => z.json().parse(parseParams(spec, input)),
    open: (input) => openParams(spec.params, input),
    planner: planner && ((params, tools, scope) => planner(spec.params.parse(params), tools, scope)),
    steps: (params) => spec.steps(spec.params.parse(params)),
    locks: (params) => spec.locks?.(spec.params.parse(params)) ?? [],
    rehearsal: rehearsal && registeredRehearsal(spec, rehearsal),
    checks: spec.checks ?? [],
    actions: spec.actions ?? [],
    pitfalls: spec.pitfalls ?? {},
  }
}

function registeredRehearsal<Params, Scratch>(
  { name, params: schema }: MigrationSpec<Params, Scratch>,
  { scratch: scratchSchema, plan, rowsNow }: RehearsalSpec<Params, Scratch>,
): RegisteredRehearsal {
  return {
    scratchNames: paramNames(scratchSchema),
    plan: (params, typed) => plan(schema.parse(params), parseParams({ name, params: scratchSchema }, typed)),
    rowsNow: rowsNow && ((params, tools) => rowsNow(schema.parse(params), tools)),
  }
}

function parseParams<Params>(
  spec: Pick<MigrationSpec<Params>, 'name' | 'params'>,
  input: Readonly<Record<string, string>>,
): Params {
  const result = spec.params.safeParse(input)
  if (result.success) return result.data
  const lines = result.error.issues.flatMap((issue) => sentencesFor(issue, input, paramNames(spec.params)))
  throw new UserError(
    'bad-params',
    `${[...new Set(lines)].join('\n')}\nNothing was started. /migrate plan ${spec.name} shows what it takes.`,
  )
}

/** The names a migration's params have, in the order they were written. */
export function paramNames(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** What is typed for a param to leave it to the planner. */
export const AUTO = 'auto'

const inputDefaults = z.object({ properties: z.record(z.string(), z.object({ default: z.unknown() }).partial()) })

function openParams(schema: z.ZodType, input: Readonly<Record<string, string>>): readonly string[] {
  const form = inputDefaults.safeParse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const properties = form.success ? form.data.properties : {}
  return Object.keys(properties).filter((name) => (input[name] ?? properties[name]?.default) === AUTO)
}

/** Takes the name of a secret; whoever types the secret itself by mistake should not see it repeated. */
const SECRET_PARAM = /(password|passphrase|secret|token)$/i

function sentencesFor(
  issue: z.core.$ZodIssue,
  input: Readonly<Record<string, string>>,
  names: readonly string[],
): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownParam(key, names))
  const name = issue.path.map(String).join('.')
  const given = input[name]
  if (name === '') return [issue.message]
  if (given === undefined) return [`${name}: missing. Add ${name}=…`]
  const got = SECRET_PARAM.test(name) ? '; what was typed is not shown' : `, got "${shortened(redact(given, []))}"`
  return [`${name}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}${got}.`]
}

function unknownParam(key: string, names: readonly string[]): string {
  const near = closest(key, names)
  return `${shortened(key)}: there is no such param.${near ? ` Did you mean ${near}?` : ''} It takes ${names.join(', ')}.`
}
