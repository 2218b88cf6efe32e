import { defineCheck, z } from '../../src/kit.ts'

/** A check that needs no host: a run has to look at something. */
export const laneReady = defineCheck({
  name: 'lane-ready',
  version: 1,
  args: z.strictObject({ lane: z.string() }),
  title: () => 'Is the lane ready',
  measure: async (args) => args,
  judge: (measured) => ({
    outcome: 'pass',
    summary: `Lane ${measured.lane} is ready.`,
    values: { lane: measured.lane },
  }),
})
