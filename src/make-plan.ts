import { type Advice, pastOf } from './model/advice.ts'
import type { Journal } from './model/journal.ts'
import type { Json } from './model/json.ts'
import type { Migration } from './model/migration.ts'
import { hostsOf, lintPlan, type Plan, planOf } from './model/plan.ts'
import type { Policies } from './model/policy.ts'
import type { Tools } from './model/ports.ts'
import { rehearsalPlan } from './model/rehearsal.ts'
import { hasBegun } from './model/schedule.ts'
import { closest } from './model/suggestion.ts'
import { refuse, UserError } from './model/user-error.ts'
import { secretsIn, unknownNames, unknownSecrets } from './plan-names.ts'

/** What making a plan needs to know. */
export interface PlanParts {
  readonly migrations: readonly Migration[]
  readonly hostNames: readonly string[]
  readonly secretNames: readonly string[]
  readonly defaults: (migration: string) => Readonly<Record<string, string>>
  /** What drover.yml says under `rehearsal`: the params that only a rehearsal takes. */
  readonly scratch?: ((migration: string) => Typed) | undefined
  /** The rules for a plan; one that asks for a rehearsal has its choices kept. */
  readonly policiesFor?: ((plan: Plan) => Policies) | undefined
  /** With what hosts and databases are measured; without it nothing is measured. */
  readonly tools?: Tools | undefined
  /** Where earlier runs are, and those that are at work now. */
  readonly journal?: Pick<Journal, 'list'> | undefined
}

type Typed = Readonly<Record<string, string>>
type Tell = (sentence: string) => Promise<void> | void

const MEASURING_MS = 20_000
/** Nobody waits longer than this without a word. */
const QUIET_MS = 2000
const REMEMBERED = 50

/**
 * The plan of a migration for typed options over the defaults of drover.yml. What was left to Drover is chosen after the
 * hosts were measured; `tell` hears when that takes a while. Throws a UserError when it could not run here.
 */
export function createPlan(parts: PlanParts): (name: string, options: Typed, tell?: Tell) => Promise<Plan> {
  return async (name, options, tell = () => undefined) => {
    const migration = parts.migrations.find((one) => one.name === name) ?? unknownMigration(name, parts.migrations)
    const typed = { ...parts.defaults(name), ...options }
    const draft = whole(planOf(migration, migration.parse(typed)), parts)
    const kept = await rehearsedChoices(migration, draft, typed, parts)
    const given = { ...typed, ...kept.chosen }
    const open = migration.open(given)
    const { chosen, because, ...advice } = await told(draft, tell, parts, () =>
      adviceFor(migration, planOf(migration, migration.parse(given)), open, parts),
    )
    const mine = Object.fromEntries(Object.entries(chosen).filter(([param]) => open.includes(param)))
    const said = { ...advice, because: [...kept.because, ...because] }
    return whole(planOf(migration, migration.parse({ ...given, ...mine }), said), parts)
  }
}

/**
 * The plan of a rehearsal of what the same options would start. What was left to Drover is chosen anew, as the world is
 * now; a later start keeps these choices where the rules ask for a rehearsal.
 */
export function createRehearsal(parts: PlanParts): (name: string, options: Typed, tell?: Tell) => Promise<Plan> {
  const make = createPlan({ ...parts, policiesFor: undefined })
  return async (name, options, tell) => {
    const migration = parts.migrations.find((one) => one.name === name) ?? unknownMigration(name, parts.migrations)
    const names = migration.rehearsal?.scratchNames ?? []
    const all = Object.entries(options)
    const production = await make(name, Object.fromEntries(all.filter(([param]) => !names.includes(param))), tell)
    const typed = Object.fromEntries(all.filter(([param]) => names.includes(param)))
    return whole(rehearsalPlan(migration, production, { ...parts.scratch?.(name), ...typed }), parts)
  }
}

/**
 * Where the rules ask for a rehearsal of the same plan, what is left to Drover is not chosen anew: the newest green
 * rehearsal of the same typed params says what runs, since anything else would be something that nobody rehearsed.
 */
async function rehearsedChoices(migration: Migration, draft: Plan, typed: Typed, parts: PlanParts): Promise<Advice> {
  const open = migration.open(typed)
  if (open.length === 0 || !parts.policiesFor?.(draft).rehearsal) return NOTHING_CHOSEN
  const runs = (await parts.journal?.list({ rehearsed: { migration: migration.name }, limit: REMEMBERED })) ?? []
  for (const { id, plan } of runs) {
    const chosen = Object.fromEntries(open.flatMap((param) => pinnedIn(plan.params, param)))
    if (planOf(migration, migration.parse({ ...typed, ...chosen })).digest !== plan.rehearses) continue
    const words = Object.entries(chosen).map(([param, value]) => `${param}=${value}`)
    return { chosen, because: [`${listed(words)}: as in rehearsal ${id}, which is what may start here.`] }
  }
  return NOTHING_CHOSEN
}

/** Refuses a plan that could not run here. */
function whole(plan: Plan, parts: PlanParts): Plan {
  const problems = problemsOf(plan, parts)
  if (problems.length > 0) refuse('bad-plan', `${problems.join('\n')}\nNothing was started.`)
  return plan
}

/** Why a plan could not run here, a sentence each; empty when it could. */
export function problemsOf(
  plan: Plan,
  { hostNames, secretNames }: Pick<PlanParts, 'hostNames' | 'secretNames'>,
): readonly string[] {
  return [
    ...lintPlan(plan),
    ...unknownNames('host', hostsOf(plan), hostNames),
    ...unknownSecrets(secretsIn(plan), secretNames),
  ]
}

const NOTHING_CHOSEN: Advice = { chosen: {}, because: [] }

async function adviceFor(
  migration: Migration,
  draft: Plan,
  open: readonly string[],
  { tools, journal }: PlanParts,
): Promise<Advice> {
  const { planner } = migration
  if (!planner) return NOTHING_CHOSEN
  if (!tools) return unmeasured(open)
  const atWork = await adviceOfRunAtWork(draft, open, journal)
  if (atWork) return atWork
  const runs = (await journal?.list({ limit: REMEMBERED })) ?? []
  const past = runs.filter(({ plan }) => plan.migration === migration.name).map(pastOf)
  return planner(draft.params, tools, { open, past, signal: AbortSignal.timeout(MEASURING_MS) }).catch(
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error
      throw new UserError(error.code, `${error.message}\nNothing was started.`, { cause: error })
    },
  )
}

/** A run that is at work there would be slowed down by measuring, and its own choices hold. */
async function adviceOfRunAtWork(
  { migration, locks }: Plan,
  open: readonly string[],
  journal: PlanParts['journal'],
): Promise<Advice | undefined> {
  const active = (await journal?.list({ active: true })) ?? []
  const atWork = active.filter(hasBegun)
  const run = atWork.find(({ plan }) => plan.migration === migration && plan.locks.some((lock) => locks.includes(lock)))
  if (!run) return undefined
  const chosen = Object.fromEntries(open.flatMap((param) => pinnedIn(run.plan.params, param)))
  return { chosen, because: [`Nothing was measured, since ${run.id} is at work there. Its choices are shown.`] }
}

function pinnedIn(params: Json, name: string): readonly [string, string][] {
  const found = Object.entries(typeof params === 'object' && params !== null ? params : {}).find(
    ([key]) => key === name,
  )
  return found && found[1] !== undefined ? [[name, String(found[1])]] : []
}

function unmeasured(open: readonly string[]): Advice {
  const because =
    open.length === 0
      ? ['Nothing was measured.']
      : [
          `Nothing was measured. ${listed(open)} ${open.length === 1 ? 'is' : 'are'} left to Drover and planned as the default; a start measures first and may choose otherwise.`,
        ]
  return { chosen: {}, because }
}

/** Says what takes so long, once, when it does. */
async function told(draft: Plan, tell: Tell, parts: PlanParts, work: () => Promise<Advice>): Promise<Advice> {
  const places = placesIn(draft, parts.hostNames)
  const sentence = `Measuring ${listed(places)} (about 10 s)…`
  const timer = setTimeout(() => void Promise.resolve(tell(sentence)).catch(() => undefined), QUIET_MS)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

/** Hosts in the order in which the params name them. */
function placesIn(plan: Plan, hostNames: readonly string[]): readonly string[] {
  const { params } = plan
  const values = typeof params === 'object' && params !== null ? Object.values(params) : []
  const named = values.filter((value) => typeof value === 'string')
  return [...new Set([...named.filter((value) => hostNames.includes(value)), ...hostsOf(plan)])]
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
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
