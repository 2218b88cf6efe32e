/** What people do that a policy may keep for some roles. */
export const GOVERNED = ['start', 'hold', 'release', 'retry', 'skip', 'rollback', 'abort'] as const
export type Governed = (typeof GOVERNED)[number]

/** Hours in which runs may act, by the clock of a time zone. One whose end is before its start goes over midnight. */
export interface PolicyWindow {
  readonly days: readonly Weekday[]
  /** `22:00`. */
  readonly from: string
  readonly to: string
  /** IANA name, such as Africa/Nairobi. */
  readonly zone: string
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A time in which nothing is changed, whoever started it. Instants in ISO 8601. */
export interface Freeze {
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** What a rehearsal has to have been before a production run may start. */
export interface RehearsalPolicy {
  readonly withinMs: number
  /** Of the rows that production has now. */
  readonly leastPercent: number
  /** Did it have to take itself back, too? */
  readonly reverse: boolean
}

/** A role of each of these lists has to be held. Each environment that a plan touches brings its own list. */
export type OneOfEach = readonly (readonly string[])[]

/**
 * The rules for a plan, as drover.yml has them now. An absent one asks for nothing more than the run itself does. A plan
 * that touches several environments has to keep the rules of all of them.
 */
export interface Policies {
  /** The environments that the plan touches: `production`, or `production and staging`. */
  readonly environment?: string | undefined
  /** Roles that may; in place of the driver and the roles of the run. */
  readonly may: Readonly<Partial<Record<Governed, OneOfEach>>>
  /** Each list is open inside any of its windows, and all lists have to be open at once. Empty: at any time. */
  readonly windows: readonly (readonly PolicyWindow[])[]
  readonly freezes: readonly Freeze[]
  /** Roles to hold, all of them, for acting outside windows and in freezes, with a reason that is shown for ever. Left out: nobody may. */
  readonly override?: readonly string[] | undefined
  readonly stepUp: 'none' | 'totp'
  readonly rehearsal?: RehearsalPolicy | undefined
}

/** Every role that the rules name. */
export function rolesIn({ may, override = [] }: Policies): readonly string[] {
  return [...new Set([...Object.values(may).flat(2), ...override])]
}

/** Where drover.yml names none. */
export const NO_POLICIES: Policies = { may: {}, windows: [], freezes: [], stepUp: 'none' }
