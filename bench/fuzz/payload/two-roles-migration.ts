import { check, defineMigration, gate, z } from '../../../src/kit.ts'
import { laneReady } from '../../bot/lane-ready.ts'

/** A run that waits for two roles; nobody who is played here holds both, so it waits for ever. */
export const twoRolesMigration = defineMigration({
  name: 'two-roles',
  summary: 'Wait for two people',
  params: z.strictObject({ lane: z.string() }),
  roles: ['dba', 'data-owner'],
  checks: [laneReady.registered],
  steps: ({ lane }) => {
    const ready = check('ready', laneReady({ lane }))
    return [ready, gate('go', { approvals: { dba: 1, 'data-owner': 1 }, shows: [ready] })]
  },
})
