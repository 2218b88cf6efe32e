import { check, defineCheck, defineMigration, gate, z } from '../../src/kit.ts'

const lane = z.string()

/** A check that needs no host: a gate has to show something. */
const laneReady = defineCheck({
  name: 'lane-ready',
  version: 1,
  args: z.strictObject({ lane }),
  title: () => 'Is the lane ready',
  measure: async (args) => args,
  judge: (measured) => ({
    outcome: 'pass',
    summary: `Lane ${measured.lane} is ready.`,
    values: { lane: measured.lane },
  }),
})

/** A run that waits at a gate for so many approvals, without touching anything. */
export const gateMigration = defineMigration({
  name: 'bench-gate',
  summary: 'Wait at a gate',
  params: z.strictObject({ lane, approvals: z.coerce.number().int().positive() }),
  roles: ['dba'],
  checks: [laneReady.registered],
  steps: (params) => {
    const ready = check('ready', laneReady({ lane: params.lane }))
    return [ready, gate('go', { approvals: { dba: params.approvals }, shows: [ready] })]
  },
})
