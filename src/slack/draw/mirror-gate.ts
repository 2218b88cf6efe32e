import { missingApprovals } from '../../model/gate.ts'
import type { Letter, Mailroom } from '../../model/mailroom.ts'
import { liveStep, type Run } from '../../model/run.ts'
import { gateOf } from '../../model/step.ts'
import type { People } from '../../model/subcommand.ts'
import { dmKey, gateKeyOf } from './keys.ts'

/** What copying takes; `botUserId` is never asked. */
export interface Mirroring {
  readonly mailroom: Mailroom
  readonly people: People
  readonly botUserId: string
}

/** A role with more people than this is asked in the channel only. */
const ASKED_MAX = 10

/**
 * Copies of a gate's message for the people who can decide, as direct messages: of an open gate to those whose role is
 * missing, of later changes to everybody who got one. `run` is the run as it was while the gate was open.
 */
export async function mirrorGate(run: Run, isOpen: boolean, mirroring: Mirroring): Promise<readonly Letter[]> {
  const { mailroom, people, botUserId } = mirroring
  const { gate, startedBy } = run
  const step = liveStep(run)
  if (!gate || !step) return []
  const missing = Object.keys(missingApprovals(step, gate))
  const roles = Object.keys(gateOf(step)?.approvals ?? {})
  const members = await Promise.all(roles.map((role) => people.membersOf(role)))
  const asked = roles.flatMap((role, index) => {
    const asks = isOpen && missing.includes(role) && (members[index]?.length ?? 0) <= ASKED_MAX
    return (members[index] ?? []).map((user) => ({ user, asks, key: dmKey(run.id, gate.revision, user) }))
  })
  const told = asked.filter(
    ({ user, asks, key }) => user !== startedBy && user !== botUserId && (asks || mailroom.find(key) !== undefined),
  )
  const original = told.length > 0 ? mailroom.find(gateKeyOf(run.id, gate.revision)) : undefined
  if (!original) return []
  return told.map(({ user, key }) => ({ key, channel: user, text: original.text, blocks: original.blocks }))
}
