import { createPeople, type RoleSource } from './roles.ts'
import { createSlackClient } from './slack-client.ts'

/** One thing about Slack that was looked at, in words for the operator. */
export interface SlackFinding {
  readonly ok: boolean
  readonly what: string
  readonly said: string
}

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Looks at the token, the channels and who holds the roles, without starting the bot. */
export async function inspectSlack(options: {
  botToken: string
  apiUrl?: string | undefined
  channels: readonly string[]
  roles: Readonly<Record<string, RoleSource>>
}): Promise<readonly SlackFinding[]> {
  const client = createSlackClient({ ...options, log: QUIET })
  const who = await look('bot token', async () => {
    const { user, team } = await client.auth.test()
    return `${user} in ${team}`
  })
  const channels = await Promise.all(
    options.channels.map((channel) => look(`channel ${channel}`, () => channelState(client, channel))),
  )
  const problems = await createPeople({ roles: options.roles, client, log: QUIET }).problems()
  const roles =
    problems.length > 0
      ? problems.map((said) => ({ ok: false, what: 'roles', said }))
      : [{ ok: true, what: 'roles', said: 'every role has somebody' }]
  return [who, ...channels, ...roles]
}

async function channelState(client: ReturnType<typeof createSlackClient>, channel: string): Promise<string> {
  const { channel: found } = await client.conversations.info({ channel })
  if (!found?.is_member) throw new Error(`the bot is not in #${found?.name}. Type /invite @drover there`)
  return `#${found.name}, the bot is in it`
}

async function look(what: string, ask: () => Promise<string>): Promise<SlackFinding> {
  try {
    return { ok: true, what, said: await ask() }
  } catch (error) {
    return { ok: false, what, said: error instanceof Error ? error.message : String(error) }
  }
}
