import { check, destructive, gate, manual, remote, soak, undoWith, wait } from '../../src/model/make-step.ts'
import type { Plan } from '../../src/model/plan.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step, Undo } from '../../src/model/step.ts'
import type { Dice } from './dice.ts'
import { ROWS, samplePlan } from './sample.ts'

const APPROVALS: readonly Readonly<Record<string, number>>[] = [
  { dba: 1 },
  { owner: 1 },
  { dba: 1, owner: 1 },
  { dba: 2 },
]
const BY_HAND: Undo = { do: 'manual', instructions: 'Put the cable back.', roles: ['owner'] }
const UNDOS: readonly Undo[] = ['nothing', 'none', BY_HAND, undoWith('old', sh`undo`), undoWith('old', sh`undo`)]
const KINDS = ['check', 'remote', 'remote', 'destructive', 'wait', 'manual', 'gate', 'soak'] as const

/** A small plan over all kinds of step. */
export function randomPlan(dice: Dice): Plan {
  const length = 1 + dice.below(5)
  return samplePlan(Array.from({ length }, (_, index) => randomStep(dice, `step-${index}`)))
}

function randomStep(dice: Dice, id: string): Step {
  const job = { on: 'old', run: sh`work`, timeout: '5m', repeatable: dice.chance(0.3), undo: dice.pick(UNDOS) }
  switch (dice.pick(KINDS)) {
    case 'check':
      return check(id, ROWS)
    case 'remote':
      return remote(id, job)
    case 'destructive':
      return destructive(id, { ...job, destroys: 'the old rows', approvals: dice.pick(APPROVALS), shows: [ROWS] })
    case 'wait':
      return wait(id, '1h')
    case 'manual':
      return manual(id, { instructions: 'Pull the cable.', roles: dice.pick([[], ['owner']]), undo: dice.pick(UNDOS) })
    case 'gate':
      return gate(id, { approvals: dice.pick(APPROVALS), shows: [ROWS] })
    case 'soak':
      return soak(id, ROWS, { every: '1m', timeout: '1h' })
  }
}
