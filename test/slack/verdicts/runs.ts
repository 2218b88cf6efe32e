import type { Command } from '../../../src/model/command.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { Person } from '../../../src/model/run.ts'
import type { Step } from '../../../src/model/step.ts'
import { evidence, planFor, remote, rowsOf } from '../views/build.ts'
import { DRIVER, HOLDER, NOBODY, REMOVED } from './people.ts'
import type { Verb } from './rules.ts'

const GATE: Step = { kind: 'gate', id: 'go', title: 'Go or no-go', gate: { approvals: { dba: 3 }, shows: [rowsOf()] } }
const PART = remote('part', 'Copy a part')
const BY_HAND: Step = {
  ...{ kind: 'manual', id: 'by-hand', title: 'Pull the plug', instructions: 'Pull it.', roles: ['dba'] },
  undo: 'nothing',
}

/** The commands that bring a run of a migration of that name to where a verb makes sense, after somebody started it. */
export function story(verb: Verb, starter: Person, name: string): readonly Command[] {
  const begun = (steps: readonly Step[]) => startedAndHandedOver(planFor(steps, name), starter)
  const asked = { step: 'go', attempt: 1, revision: 0, confirming: false, evidence: [evidence()], hostKeys: {} }
  const asking: Command = { type: 'measured', ...asked }
  const failed: Command = { type: 'failed', step: 'part', attempt: 1, failure: { summary: 'It broke.' }, evidence: [] }
  switch (verb) {
    case 'withdraw':
      return [...begun([GATE]), asking, approved(HOLDER.id), approved(REMOVED.id)]
    case 'release':
      return [...begun([GATE]), asking, { type: 'hold', by: { id: NOBODY.id, roles: [] }, reason: 'the disk' }]
    case 'retry':
    case 'skip':
    case 'rollback':
      return [...begun([PART]), failed]
    case 'done':
      return begun([BY_HAND])
    case 'resolve':
      return [...begun([PART]), { type: 'lost', step: 'part', attempt: 1, failure: { summary: 'It is gone.' } }]
    default:
      return [...begun([GATE]), asking]
  }
}

function startedAndHandedOver(plan: Plan, by: Person): readonly Command[] {
  const handed: Command = { type: 'drive', by, from: by.id, to: DRIVER.id, note: 'All is well.' }
  return [{ type: 'start', plan, channel: '', by }, handed]
}

function approved(id: string): Command {
  return { type: 'approve', by: { id, roles: ['dba'] }, role: 'dba', step: 'go', revision: 1, via: 'button' }
}
