import { hasAdopted } from '../../model/adoption.ts'
import { missingApprovals } from '../../model/gate.ts'
import { owed } from '../../model/owed.ts'
import { liveStep, type Run } from '../../model/run.ts'
import { type Step, undoOf } from '../../model/step.ts'
import type { RunView } from './card.ts'
import { bold, code, join, listed, type Md, md, mention, when } from './mrkdwn.ts'

const MENTIONED_MAX = 5

/** What the run needs a person for, who, and the next click. Undefined while it needs nobody. */
export function waitsFor(view: RunView): Md | undefined {
  const { run } = view
  const next = owed(run)
  if (next?.do !== 'ask') return undefined
  switch (next.what) {
    case 'decisions':
      return decisions(view)
    case 'by-hand':
      return byHand(view)
    case 'release':
      if (run.planChange)
        return md`${mention(run.driver)} to have the old file put back, or to ask for the plan of the new one.`
      return md`${mention(run.driver)} or ${anyRole(run)} to *Release*.`
    case 'retry':
      return md`${mention(run.driver)} or ${anyRole(run)} to decide how to go on.`
    case 'resolve':
      return md`${mention(run.driver)} or ${anyRole(run)} to look at the host and *Resolve…*.`
  }
}

/** Roles whose approval is missing, with the people who hold them. */
export function missingRoles(view: RunView): Md {
  const { run } = view
  const step = liveStep(run)
  const missing = step && run.gate ? Object.entries(missingApprovals(step, run.gate)) : []
  return listed(missing.map(([role, count]) => md`${times(count)}${roleWords(role, view)}`))
}

/** `2 × ` before a role that owes more than one approval. */
export function times(count: number): Md {
  return count > 1 ? md`${count} × ` : md``
}

/** A role and who holds it, the starter of the run left out: nobody decides on their own run. */
export function roleWords(role: string, { run, members }: RunView, without = run.startedBy): Md {
  const people = members && Object.hasOwn(members, role) ? members[role] : undefined
  if (!people) return bold(role)
  const able = people.filter((id) => id !== without && !(without === run.startedBy && hasAdopted(run, id)))
  if (able.length === 0) return md`${bold(role)} (nobody can: add somebody to ${code(`roles.${role}`)} in drover.yml)`
  const more = able.length > MENTIONED_MAX ? md` and ${able.length - MENTIONED_MAX} more` : md``
  return md`${bold(role)} (${join(able.slice(0, MENTIONED_MAX).map(mention), ' ')}${more})`
}

/** What somebody has to do by hand, when the run waits for that. */
export function handWork(run: Run): { step: Step; instructions: string; roles: readonly string[] } | undefined {
  const step = liveStep(run)
  const next = owed(run)
  if (!step || next?.do !== 'ask' || next.what !== 'by-hand') return undefined
  const undo = undoOf(step)
  if (run.rollingBack)
    return typeof undo === 'object' && undo.do === 'manual'
      ? { step, instructions: undo.instructions, roles: undo.roles }
      : undefined
  return step.kind === 'manual' ? { step, instructions: step.instructions, roles: step.roles } : undefined
}

/** Who holds the run and why. */
export function holdWords({ hold }: Run): Md | undefined {
  return hold && md`${mention(hold.by)} since ${when(hold.at)}: ${hold.reason}`
}

function decisions(view: RunView): Md {
  return md`${missingRoles(view)} to decide.`
}

function byHand(view: RunView): Md | undefined {
  const work = handWork(view.run)
  if (!work) return undefined
  const who =
    work.roles.length > 0 ? listed(work.roles.map((role) => roleWords(role, view, ''))) : mention(view.run.driver)
  return md`${who} to do this by hand, then *Done…*: ${work.instructions}`
}

function anyRole({ plan }: Run): Md {
  return plan.roles.length > 0 ? md`somebody with ${join(plan.roles.map(bold), ' or ')}` : md`nobody else`
}
