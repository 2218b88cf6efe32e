import { missingApprovals } from '../../model/gate.ts'
import type { Mailroom } from '../../model/mailroom.ts'
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
 * Copies a gate's message to the people who can decide, as direct messages: an open gate to those whose role is
 * missing, later changes to everybody who got one. `run` is the run as it was while the gate was open.
 */
export async function mirrorGate(run: Run, isOpen: boolean, { mailroom, people, botUserId }: Mirroring): Promise<void> {
  const { gate, startedBy } = run
  const step = liveStep(run)
  if (!gate || !step) return
  const roles = Object.keys(gateOf(step)?.approvals ?? {})
  const missing = Object.keys(missingApprovals(step, gate))
  for (const role of roles) {
    const members = await people.membersOf(role)
    const original = mailroom.find(gateKeyOf(run.id, gate.revision))
    const asks = isOpen && missing.includes(role) && members.length <= ASKED_MAX
    for (const user of members) {
      const key = dmKey(run.id, gate.revision, user)
      if (!original || user === startedBy || user === botUserId || !(asks || mailroom.find(key))) continue
      mailroom.put({ key, channel: user, text: original.text, blocks: original.blocks })
    }
  }
}
