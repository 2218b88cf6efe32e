import type { Plan } from '../model/plan.ts'
import { isRehearsal } from '../model/rehearsal.ts'
import { lacksOf, type Rehearsed, type RowsNow, rehearsedBy, tookWords } from '../model/rehearsed.ts'
import type { Eta } from '../model/subcommand.ts'
import { typedLine } from '../model/typed-line.ts'
import { refuse, UserError } from '../model/user-error.ts'
import type { World } from './world.ts'

/** The newest rehearsal of a production plan that ended well. */
export async function rehearsalOf({ journal }: Pick<World, 'journal'>, plan: Plan): Promise<Rehearsed | undefined> {
  const { migration, digest } = plan
  const [run] = await journal.list({ rehearsed: { migration, digest }, limit: 1 })
  return run && rehearsedBy(run)
}

/**
 * Production starts only after the rehearsal that its rules ask for. Only one of this very plan counts, and it has to be
 * young enough at the instant of the start.
 */
export async function refuseUnrehearsed(world: World, plan: Plan, startsAt: Date): Promise<void> {
  const { rehearsal: policy, environment } = world.policiesFor?.(plan) ?? {}
  if (!policy || isRehearsal(plan)) return
  const found = await rehearsalOf(world, plan)
  if (!found) return refuseFor(world, plan, [neverRehearsed(plan, environment)])
  const rows = policy.leastPercent > 0 ? await rowsNow(world, plan) : { rows: 0 }
  const lacks = lacksOf(found, policy, rows, startsAt)
  if (lacks.length > 0) refuseFor(world, plan, lacks)
}

function neverRehearsed({ migration }: Plan, environment: string | undefined): string {
  const where = environment === undefined ? 'drover.yml asks' : `The rules of ${environment} ask`
  return `${where} for a rehearsal of this very plan, and ${migration} was never rehearsed to a good end with these params.`
}

function refuseFor({ registry }: World, plan: Plan, lacks: readonly string[]): never {
  const line = typedLine('rehearse', plan, registry.migration(plan.migration))
  return refuse('not-rehearsed', `${lacks.join('\n')}\nNothing was started. Rehearse it first: ${line}`)
}

async function rowsNow({ registry, tools, redact }: World, { migration, params }: Plan): Promise<RowsNow> {
  const rows = registry.migration(migration)?.rehearsal?.rowsNow
  if (!rows) return { unknown: `${migration} does not say how to count them` }
  try {
    return { rows: await rows(params, tools) }
  } catch (error) {
    return { unknown: error instanceof UserError ? redact(error.message) : 'something broke while counting' }
  }
}

/** The estimate of a production run, with what its rehearsal took. Looked up once a plan, since an old run is slow to read. */
export function createRehearsalWords(world: Pick<World, 'journal'>): (eta: Eta, plan: Plan) => Promise<Eta> {
  const known = new WeakMap<Plan, Promise<Rehearsed | undefined>>()
  return async (eta, plan) => {
    if (isRehearsal(plan) || eta.basis === ENDED) return eta
    const looking = known.get(plan) ?? rehearsalOf(world, plan)
    known.set(plan, looking)
    looking.catch(() => known.delete(plan))
    const found = await looking
    return found ? { ...eta, basis: `${eta.basis}; ${tookWords(found)}` } : eta
  }
}

const ENDED = 'ended'
