import { z } from 'zod'
import type { Evidence } from '../../src/model/check.ts'
import type { Command } from '../../src/model/command.ts'
import { check } from '../../src/model/make-step.ts'
import { defineMigration } from '../../src/model/migration.ts'
import { planOf } from '../../src/model/plan.ts'

/** Commands that play a run of many small checks from its start to its end, without touching anything. */
export interface Commands {
  start(run: number): Command
  /** The report that the step of this number, from 0, succeeded. */
  succeed(index: number): Command
}

/** The commands for a plan of so many steps. */
export function createCommands(stepCount: number): Commands {
  const params = z.strictObject({ run: z.int() })
  const call = { check: 'small', version: 1, title: 'Look at a small thing', args: {} }
  const steps = Array.from({ length: stepCount }, (_, index) => check(`look-${index}`, call))
  const migration = defineMigration({
    name: 'bench',
    summary: 'Many small steps',
    params,
    roles: [],
    steps: () => steps,
  })
  return {
    start: (run: number): Command => ({
      type: 'start',
      plan: planOf(migration, { run }),
      channel: 'C0BENCH',
      by: { id: 'U0BENCH', roles: [] },
    }),
    succeed: (index: number): Command => ({
      type: 'succeeded',
      step: `look-${index}`,
      attempt: 1,
      outputs: {},
      evidence: [evidence(index)],
    }),
  }
}

function evidence(index: number): Evidence {
  return {
    check: 'small',
    title: 'Look at a small thing',
    measuredAt: new Date().toISOString(),
    outcome: 'pass',
    summary: `${20_000 + index} rows in 2 tables.`,
    values: { doc: 19_000 + index, form: 1000 },
  }
}
