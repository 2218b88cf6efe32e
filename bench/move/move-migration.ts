import couch2pgMove from '../../migrations/couch2pg-move/index.ts'
import type { Migration } from '../../src/model/migration.ts'
import type { Step } from '../../src/model/step.ts'

/** What stands between the gates, but is about couch2pg and not about the data. */
const LEFT_OUT = ['stop-target-couch2pg', 'test-refresh']

/**
 * The part of couch2pg-move that moves the data and proves it, its very own steps: no people, no couch2pg, no clean-up.
 * Checks before it are there when what they found is needed.
 */
export const moveMigration: Migration = {
  ...couch2pgMove,
  name: 'bench-move',
  steps: (params) => dataSteps(couch2pgMove.steps(params)),
}

/** The steps between the gates `go` and `start`, after the checks that they, or those checks, refer to. */
export function dataSteps(steps: readonly Step[]): readonly Step[] {
  const [go, start] = ['go', 'start'].map((gate) => steps.findIndex(({ id }) => id === gate))
  const moving = steps.slice((go ?? 0) + 1, start).filter(({ id, kind }) => kind !== 'gate' && !LEFT_OUT.includes(id))
  const picked = [...moving]
  for (const step of steps.slice(0, go).toReversed())
    if (step.kind === 'check' && picked.some(refersTo(step))) picked.unshift(step)
  return picked
}

function refersTo({ id }: Step): (step: Step) => boolean {
  return (step) => JSON.stringify(step).includes(`"output":{"step":"${id}"`)
}
