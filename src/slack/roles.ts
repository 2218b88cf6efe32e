import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Log } from '../model/ports.ts'
import type { People } from '../model/subcommand.ts'
import { UserError } from '../model/user-error.ts'
import { createMemberships, type Members, type RoleSource } from './role-members.ts'

export type { RoleSource } from './role-members.ts'

/** People as Slack knows them, with a way to say that what is remembered of groups is old. */
export interface SlackPeople extends People {
  /** Forgets remembered members: a user group changed. */
  forget(): void
  /** Does a person hold a role? Throws a UserError `role-unknown` when Slack could not say. */
  holds(person: string, role: string): Promise<boolean>
  /** Everybody who holds a role. Throws a UserError `role-unknown` when Slack could not say. */
  heldBy(role: string): Promise<readonly string[]>
  /** One sentence for each role that cannot be looked up, or that nobody holds. */
  problems(): Promise<readonly string[]>
}

const UserAnswer = z.looseObject({
  user: z.looseObject({
    name: z.string(),
    real_name: z.string().optional(),
    profile: z.looseObject({ display_name: z.string().optional() }).optional(),
  }),
})

/** Roles of drover.yml as people. A role that cannot be looked up is held by nobody, the person is told so, and the log says why. */
export function createPeople(options: {
  readonly roles: Readonly<Record<string, RoleSource>>
  readonly client: WebClient
  readonly log: Log
  readonly now?: () => Date
}): SlackPeople {
  const { roles, client, log } = options
  const members = createMemberships(client, options.now ?? (() => new Date()))
  const lookUp = async (role: string): Promise<Members> => {
    const found = await members.of(role, roles[role] ?? {})
    for (const problem of found.problems) log.error(problem, { role })
    return found
  }
  return {
    membersOf: async (role) => (await lookUp(role)).ids,
    async person(id) {
      const found = await Promise.all(Object.keys(roles).map(async (role) => ({ role, ...(await lookUp(role)) })))
      const held = found.filter(({ ids }) => ids.includes(id)).map(({ role }) => role)
      const unsure = found.filter(({ role, problems }) => problems.length > 0 && !held.includes(role))
      return { id, roles: held, ...(unsure.length > 0 && { unsure: unsure.map(({ role }) => role) }) }
    },
    nameOf: (id) => nameOf(client, id),
    async holds(person, role) {
      const { ids, problems } = await members.of(role, roles[role] ?? {})
      if (ids.includes(person)) return true
      const [problem] = problems
      if (problem !== undefined) throw new UserError('role-unknown', problem)
      return false
    },
    async heldBy(role) {
      const { ids, problems } = await members.of(role, roles[role] ?? {})
      const [problem] = problems
      if (problem !== undefined) throw new UserError('role-unknown', problem)
      return ids
    },
    forget: () => members.forget(),
    async problems() {
      const all = await Promise.all(Object.entries(roles).map(([role, source]) => members.of(role, source)))
      return all.flatMap(({ ids, problems }, index) =>
        ids.length > 0 || problems.length > 0 ? problems : [emptyRole(Object.keys(roles)[index])],
      )
    },
  }
}

function emptyRole(role = ''): string {
  return `Nobody holds the role ${role}. Add users, a usergroup or a channel for it under roles: in drover.yml.`
}

/** A name for people; the id itself when Slack does not say. */
async function nameOf(client: WebClient, id: string): Promise<string> {
  try {
    const { user } = UserAnswer.parse(await client.users.info({ user: id }))
    return user.profile?.display_name || user.real_name || user.name
  } catch {
    return id
  }
}
