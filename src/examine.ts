import { formatMs } from './model/duration.ts'
import type { Finding } from './model/finding.ts'
import type { People } from './model/subcommand.ts'
import type { ManagedHosts } from './remote/hosts.ts'

/** What drover.yml names, and what finds it. */
export interface Examined {
  readonly hosts: ManagedHosts
  readonly hostNames: readonly string[]
  readonly reveal: (secret: string) => Promise<string>
  readonly secretNames: readonly string[]
}

/** A command that asks nothing takes a few hundred milliseconds over a long line; more is the login itself. */
const SLOW_LOGIN_MS = 3000

/** Is each host reached, with its pinned key and what jobs need, and is each secret there? One finding each. */
export async function examine({ hosts, hostNames, reveal, secretNames }: Examined): Promise<readonly Finding[]> {
  const looks = [
    ...hostNames.map((host) => findingOf(`host ${host}`, () => lookAtHost(hosts, host))),
    ...secretNames.map((name) => findingOf(`secret ${name}`, () => lookForSecret(reveal, name))),
  ]
  return Promise.all(looks)
}

/** Who holds each role that somebody may be asked in. */
export async function examineRoles(people: People, roles: readonly string[]): Promise<readonly Finding[]> {
  return Promise.all(
    roles.map((role) =>
      findingOf(`role ${role}`, async () => {
        const members = await people.membersOf(role)
        return members.length === 0
          ? { ok: false, said: 'nobody holds it, so nothing that asks for it can go on' }
          : { ok: true, said: members.map((id) => `<@${id}>`).join(' ') }
      }),
    ),
  )
}

/** What could not be looked at is a finding, too. */
export async function findingOf(what: string, look: () => Promise<Omit<Finding, 'what'>>): Promise<Finding> {
  try {
    return { what, ...(await look()) }
  } catch (error) {
    return { what, ok: false, said: error instanceof Error ? error.message : String(error) }
  }
}

async function lookAtHost(hosts: ManagedHosts, host: string): Promise<Omit<Finding, 'what'>> {
  const { hostKey, system, missing, roundTripMs } = await hosts.test(host)
  const lacks = missing.length > 0 ? `, has no ${missing.join(', no ')}, which jobs need` : ''
  const slow =
    roundTripMs > SLOW_LOGIN_MS
      ? '. That is slow: see what the login’s shell does before a command, such as in .bashrc'
      : ''
  return {
    ok: missing.length === 0,
    said: `${system}, key ${hostKey ?? 'none'}, answered in ${formatMs(roundTripMs)}${lacks}${slow}`,
  }
}

async function lookForSecret(reveal: Examined['reveal'], name: string): Promise<Omit<Finding, 'what'>> {
  await reveal(name)
  return { ok: true, said: 'is there' }
}
