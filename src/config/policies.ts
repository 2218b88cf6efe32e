import { z } from 'zod'
import { durationMs } from '../model/duration.ts'
import { hostsOf, type Plan } from '../model/plan.ts'
import { NO_POLICIES, type Policies, WEEKDAYS } from '../model/policy.ts'

const role = z.string().describe('A role of roles.')
const roles = z.array(role).min(1, 'name at least one role, or leave it out')
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 22:00')
const instant = z.iso.datetime({ offset: true, error: 'expected an instant such as 2026-12-24T18:00:00Z' })

const window = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).default([...WEEKDAYS]),
  from: clock,
  to: clock,
  zone: z.string().default('UTC').refine(isZone, 'expected a time zone such as Africa/Nairobi'),
})

const rehearsal = z
  .strictObject({
    within: z.string().default('30d'),
    atLeast: z.number().min(0).max(100).default(80).describe('Percent of the rows that production has now.'),
    reverse: z.boolean().default(false).describe('It has to have been taken back, too.'),
  })
  .transform(({ within, atLeast, reverse }) => ({ withinMs: durationMs(within), leastPercent: atLeast, reverse }))

/** Rules for runs, in drover.yml: for all of them, or for those that touch the hosts of an environment. */
export const policiesSchema = z.strictObject({
  may: z
    .partialRecord(z.enum(['start', 'hold', 'release', 'retry', 'skip', 'rollback', 'abort']), roles)
    .optional()
    .describe('Who may do what, in place of the driver and the roles of the run.'),
  windows: z.array(window).optional().describe('When runs may act; left out, at any time.'),
  freezes: z.array(z.strictObject({ from: instant, to: instant, reason: z.string().min(1) })).optional(),
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

/** The rules for a plan: those of the environment that its hosts belong to, over those for all. */
export function policiesFor({ policies, environments }: Parts, plan: Plan): Policies {
  const hosts = hostsOf(plan)
  const [name, found] =
    Object.entries(environments).find(([, one]) => one.hosts.some((host) => hosts.includes(host))) ?? []
  const { may, windows, freezes, stepUp, ...rest } = { ...policies, ...found?.policies }
  return {
    ...rest,
    environment: name,
    may: may ?? NO_POLICIES.may,
    windows: windows ?? NO_POLICIES.windows,
    freezes: freezes ?? NO_POLICIES.freezes,
    stepUp: stepUp ?? NO_POLICIES.stepUp,
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
