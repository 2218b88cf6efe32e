import type { WebClient } from '@slack/web-api'
import { createFullMembers } from './full-members.ts'
import { codeOf } from './outbox/fault.ts'
import { patiently } from './patiently.ts'

/** Where a role's people come from, as drover.yml says; several places add up. */
export interface RoleSource {
  readonly users?: readonly string[] | undefined
  /** Id of a user group (S…). Paid plans only. */
  readonly usergroup?: string | undefined
  /** Id of a channel (C…): the full members of the workspace in it hold the role, guests and strangers do not. */
  readonly channel?: string | undefined
}

/** Who holds a role, and one sentence for each place that could not be asked. */
export interface Members {
  readonly ids: readonly string[]
  readonly problems: readonly string[]
}

/** Members of roles; user groups are remembered for a minute, since Slack allows few questions about them. */
export interface Memberships {
  of(role: string, source: RoleSource): Promise<Members>
  forget(): void
}

const REMEMBER_MS = 60_000

interface Remembered {
  readonly ids: Promise<readonly string[]>
  readonly askedMs: number
}

export function createMemberships(client: WebClient, now: () => Date): Memberships {
  const groups = new Map<string, Remembered>()
  const fullMembers = createFullMembers(client, now)
  const membersOfChannel = async (channel: string) => fullMembers.among(await channelMembers(client, channel))
  const groupMembers = (id: string): Promise<readonly string[]> => {
    const known = groups.get(id)
    if (known && now().getTime() - known.askedMs < REMEMBER_MS) return known.ids
    const ids = patiently(() => client.usergroups.users.list({ usergroup: id })).then(({ users }) => users ?? [])
    groups.set(id, { ids, askedMs: now().getTime() })
    ids.catch(() => groups.delete(id))
    return ids
  }
  return {
    async of(role, { users = [], usergroup, channel }) {
      const parts = await Promise.all([
        usergroup === undefined ? nobody : ask(role, `the user group ${usergroup}`, () => groupMembers(usergroup)),
        channel === undefined ? nobody : ask(role, `the channel ${channel}`, () => membersOfChannel(channel)),
      ])
      const ids = [...new Set([...users, ...parts.flatMap((part) => part.ids)])]
      return { ids, problems: parts.flatMap((part) => part.problems) }
    },
    forget: () => {
      groups.clear()
      fullMembers.forget()
    },
  }
}

const nobody: Members = { ids: [], problems: [] }

async function ask(role: string, place: string, members: () => Promise<readonly string[]>): Promise<Members> {
  try {
    return { ids: await members(), problems: [] }
  } catch (error) {
    return { ids: [], problems: [whyNot(role, place, error)] }
  }
}

async function channelMembers(client: WebClient, channel: string): Promise<readonly string[]> {
  const ids: string[] = []
  let cursor = ''
  do {
    const page = await patiently(() =>
      client.conversations.members({ channel, limit: 200, ...(cursor ? { cursor } : {}) }),
    )
    ids.push(...(page.members ?? []))
    cursor = page.response_metadata?.next_cursor ?? ''
  } while (cursor !== '')
  return ids
}

const WORDS: Readonly<Record<string, string>> = {
  plan_upgrade_required: 'user groups need a paid Slack plan. List users or name a channel for the role instead.',
  no_such_subteam: 'there is no such user group. Correct its id in drover.yml.',
  subteam_not_found: 'there is no such user group. Correct its id in drover.yml.',
  missing_scope: 'the bot lacks a scope for it. Install the app again with the scopes of manifest.yml.',
  channel_not_found: 'the bot cannot see that channel. Type /invite @drover there, or correct its id in drover.yml.',
}

function whyNot(role: string, place: string, error: unknown): string {
  const code = codeOf(error)
  const silence = `Slack did not answer (${error instanceof Error ? error.message : error}).`
  const words = code === undefined ? silence : (WORDS[code] ?? `Slack refused the question (${code}).`)
  return `The role ${role} is looked up in ${place}: ${words} Until then nobody holds ${role} through it.`
}
