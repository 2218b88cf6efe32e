import { z } from 'zod'
import { durationMs } from '../model/duration.ts'
import { duration } from '../model/params.ts'
import { hostsOf, type Plan } from '../model/plan.ts'
import {
  GOVERNED,
  type Governed,
  NO_POLICIES,
  type OneOfEach,
  type Policies,
  type RehearsalPolicy,
  WEEKDAYS,
} from '../model/policy.ts'
import { isRehearsal } from '../model/rehearsal.ts'

const role = z.string().describe('A role of roles.')
const roles = z.array(role).min(1, 'name at least one role, or leave it out')
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 22:00')
const ending = z.union([clock, z.literal('24:00')], 'expected a time of day such as 22:00')
const instant = z.iso.datetime({ offset: true, error: 'expected an instant such as 2026-12-24T18:00:00Z' })

const window = z
  .strictObject({
    days: z
      .array(z.enum(WEEKDAYS, `expected one of ${WEEKDAYS.join(', ')}`))
      .min(1, 'name at least one day, or leave it out')
      .default([...WEEKDAYS]),
    from: clock,
    to: ending.describe('The next day when it is before from.'),
    zone: z.string().default('UTC').refine(isZone, 'expected a time zone such as Africa/Nairobi'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'the window has no length: it ends when it begins' })

const freeze = z
  .strictObject({ from: instant, to: instant, reason: z.string().min(1, 'say why, people will read it') })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    error: 'the freeze ends before it begins',
  })

const rehearsal = z
  .strictObject({
    within: duration().default('30d'),
    atLeast: z.number().min(0).max(100).default(80).describe('Percent of the rows that production has now.'),
    reverse: z.boolean().default(false).describe('It has to have been taken back, too.'),
  })
  .transform(({ within, atLeast, reverse }) => ({ withinMs: durationMs(within), leastPercent: atLeast, reverse }))

/** Rules for runs, in drover.yml: for all of them, or for those that touch the hosts of an environment. */
export const policiesSchema = z.strictObject({
  may: z
    .partialRecord(z.enum(GOVERNED), roles)
    .optional()
    .describe('Who may do what, in place of the driver and the roles of the run.'),
  windows: z.array(window).optional().describe('When runs may act; left out, at any time.'),
  freezes: z.array(freeze).optional().describe('When nothing is changed, whoever asks.'),
  override: role.optional().describe('The role that may act outside windows and in freezes, with a reason.'),
  stepUp: z.enum(['none', 'totp']).optional().describe('Whether what cannot be undone asks for a code, too.'),
  rehearsal: rehearsal.optional().describe('The rehearsal that a production run needs before it starts.'),
})

export const environmentsSchema = z.record(
  z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'names are small letters, digits and hyphens, such as production'),
  z.strictObject({ hosts: z.array(z.string()).min(1), policies: policiesSchema.default({}) }),
)

interface Parts {
  readonly policies: z.infer<typeof policiesSchema>
  readonly environments: z.infer<typeof environmentsSchema>
}

/**
 * The rules for a plan: those of the environment that its hosts belong to, over those for all; freezes add up. Where the
 * hosts belong to several environments, the rules of each have to be kept. Windows are for production alone: a rehearsal
 * changes nothing of it. Freezes hold for both, since a rehearsal reads from what people use.
 */
export function policiesFor({ policies, environments }: Parts, plan: Plan): Policies {
  const hosts = hostsOf(plan)
  const touched = Object.entries(environments).filter(([, one]) => one.hosts.some((host) => hosts.includes(host)))
  const sets = touched.length === 0 ? [policies] : touched.map(([, one]) => over(policies, one.policies))
  const rules = allOf(sets, touched.map(([name]) => name).join(' and ') || undefined)
  return isRehearsal(plan) ? { ...rules, windows: NO_POLICIES.windows } : rules
}

interface Named extends Parts {
  readonly roles: Readonly<Record<string, unknown>>
  readonly hosts: Readonly<Record<string, unknown>>
}

interface Problem {
  readonly path: string[]
  readonly message: string
}

/** Names in the rules that lead nowhere, and hosts whose rules would not be clear. */
export function policyProblems({ roles, hosts, policies, environments }: Named): readonly Problem[] {
  return [
    ...roleProblems(policies, roles, ['policies']),
    ...Object.entries(environments).flatMap(([name, one]) => [
      ...one.hosts.flatMap((host, index) => hostProblems(name, host, index, hosts, environments)),
      ...roleProblems(one.policies, roles, ['environments', name, 'policies']),
    ]),
  ]
}

function roleProblems({ may, override }: Written, roles: Named['roles'], path: string[]): readonly Problem[] {
  const named = GOVERNED.flatMap((verb) =>
    (may?.[verb] ?? []).map((role, index) => ({ role, path: [...path, 'may', verb, String(index)] })),
  )
  return [...named, ...(override === undefined ? [] : [{ role: override, path: [...path, 'override'] }])]
    .filter(({ role }) => !Object.hasOwn(roles, role))
    .map(({ role, path }) => ({ path, message: `there is no role ${role}` }))
}

function hostProblems(
  name: string,
  host: string,
  index: number,
  hosts: Named['hosts'],
  environments: Parts['environments'],
): readonly Problem[] {
  const path = ['environments', name, 'hosts', String(index)]
  if (!Object.hasOwn(hosts, host)) return [{ path, message: `there is no host ${host}` }]
  const [first] = Object.entries(environments).find(([, one]) => one.hosts.includes(host)) ?? []
  return first === undefined || first === name ? [] : [{ path, message: `${host} is in ${first} already` }]
}

type Written = z.infer<typeof policiesSchema>

function over(general: Written, own: Written): Written {
  return {
    ...general,
    ...own,
    may: { ...general.may, ...own.may },
    freezes: [...(general.freezes ?? []), ...(own.freezes ?? [])],
  }
}

/** The rules that keep all of these: every role, every window and every freeze counts, and the stricter of the rest. */
function allOf(sets: readonly Written[], environment: string | undefined): Policies {
  const overrides = sets.map(({ override }) => override)
  const named = overrides.filter((one) => one !== undefined)
  const rehearsals = sets.flatMap(({ rehearsal }) => (rehearsal ? [rehearsal] : []))
  return {
    environment,
    may: Object.fromEntries(GOVERNED.flatMap((verb) => mayOf(verb, sets))),
    windows: sets.flatMap(({ windows }) => (windows && windows.length > 0 ? [windows] : [])),
    freezes: distinct(sets.flatMap(({ freezes }) => freezes ?? [])),
    override: named.length === sets.length ? [...new Set(named)] : undefined,
    stepUp: sets.some(({ stepUp }) => stepUp === 'totp') ? 'totp' : NO_POLICIES.stepUp,
    rehearsal: rehearsals.length > 0 ? strictest(rehearsals) : undefined,
  }
}

function mayOf(verb: Governed, sets: readonly Written[]): readonly [Governed, OneOfEach][] {
  const lists = distinct(sets.flatMap(({ may }) => (may?.[verb] ? [may[verb]] : [])))
  return lists.length > 0 ? [[verb, lists]] : []
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

function strictest(all: readonly RehearsalPolicy[]): RehearsalPolicy {
  return {
    withinMs: Math.min(...all.map(({ withinMs }) => withinMs)),
    leastPercent: Math.max(...all.map(({ leastPercent }) => leastPercent)),
    reverse: all.some(({ reverse }) => reverse),
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
