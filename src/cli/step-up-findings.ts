import type { Config } from '../config/schema.ts'
import type { Finding } from '../model/finding.ts'
import type { People } from '../model/subcommand.ts'
import { enrolledPeople } from './step-up.ts'
import type { Terminal } from './terminal.ts'

/** Who could not approve what cannot be undone, since they have no step-up code; nothing where no policy asks for one. */
export async function stepUpFindings(
  config: Config,
  people: Pick<People, 'membersOf'>,
  terminal: Terminal,
): Promise<readonly Finding[]> {
  if (!asksForCodes(config)) return []
  const enrolled = await enrolledPeople(terminal)
  const roles = Object.keys(config.roles)
  const lacking = await Promise.all(
    roles.map(async (role) => ({ role, ids: (await people.membersOf(role)).filter((id) => !enrolled.includes(id)) })),
  )
  const findings = lacking.filter(({ ids }) => ids.length > 0).map(({ role, ids }) => lacks(role, ids))
  return findings.length > 0 ? findings : [{ ok: true, what: 'step-up', said: 'everybody in a role has a code' }]
}

function asksForCodes({ policies, environments }: Config): boolean {
  return [policies, ...Object.values(environments).map((one) => one.policies)].some(({ stepUp }) => stepUp === 'totp')
}

function lacks(role: string, ids: readonly string[]): Finding {
  const have = ids.length === 1 ? 'has' : 'have'
  const said = `${ids.join(', ')} (${role}) ${have} no step-up code, which a policy wants for what cannot be undone. Each types /migrate enroll.`
  return { ok: false, what: 'step-up', said }
}
