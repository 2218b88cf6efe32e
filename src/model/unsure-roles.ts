import type { Person } from './run.ts'
import { refuse } from './user-error.ts'

/** Throws a UserError when it cannot be told right now whether this person holds one of the roles: that is neither yes nor no. */
export function refuseUnsure({ unsure = [] }: Person, roles: readonly string[]): void {
  const open = roles.filter((role) => unsure.includes(role))
  if (open.length === 0) return
  refuse(
    'role-unknown',
    `Slack does not say right now who holds ${open.join(' or ')}, so nothing was done. Try again in a minute; the operator's log says why.`,
  )
}
