import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { patiently } from './patiently.ts'

const Info = z.looseObject({
  user: z.looseObject({
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    enterprise_user: z.looseObject({ teams: z.array(z.string()).optional() }).optional(),
  }),
})

/** Who belongs to this workspace. Guests, bots, people who left and people of other workspaces stand in channels, too. */
export interface FullMembers {
  /** Those of the ids that do. Throws what Slack answered when one cannot be looked up. */
  among(ids: readonly string[]): Promise<readonly string[]>
  forget(): void
}

const REMEMBER_MS = 10 * 60_000

/** https://docs.slack.dev/reference/objects/user-object */
export function createFullMembers(client: WebClient, now: () => Date): FullMembers {
  const known = new Map<string, { readonly is: Promise<boolean>; readonly askedMs: number }>()
  let team: Promise<string | undefined> | undefined
  const ownTeam = (): Promise<string | undefined> => {
    team ??= patiently(() => client.auth.test()).then(({ team_id }) => team_id)
    team.catch(() => {
      team = undefined
    })
    return team
  }
  const belongs = (id: string): Promise<boolean> => {
    const earlier = known.get(id)
    if (earlier && now().getTime() - earlier.askedMs < REMEMBER_MS) return earlier.is
    const is = Promise.all([patiently(() => client.users.info({ user: id })), ownTeam()]).then(([info, own]) =>
      isFull(info, own),
    )
    known.set(id, { is, askedMs: now().getTime() })
    is.catch(() => known.delete(id))
    return is
  }
  return {
    async among(ids) {
      const belong = await Promise.all(ids.map(belongs))
      return ids.filter((_, index) => belong[index])
    },
    forget: () => known.clear(),
  }
}

/** Could not tell is no. */
function isFull(info: unknown, own: string | undefined): boolean {
  const parsed = Info.safeParse(info)
  if (!parsed.success || own === undefined) return false
  const { user } = parsed.data
  const isLess = user.deleted || user.is_bot || user.is_restricted || user.is_ultra_restricted || user.is_stranger
  return !isLess && (user.team_id === own || (user.enterprise_user?.teams ?? []).includes(own))
}
