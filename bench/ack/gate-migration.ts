import { check, defineMigration, gate, z } from '../../src/kit.ts'
import { laneReady } from '../bot/lane-ready.ts'

/** A run that waits at a gate for so many approvals, without touching anything. */
export const gateMigration = defineMigration({
  name: 'bench-gate',
  summary: 'Wait at a gate',
  params: z.strictObject({ lane: z.string(), approvals: z.coerce.number().int().positive() }),
  roles: ['dba'],
  checks: [laneReady.registered],
  steps: (params) => {
    const ready = check('ready', laneReady({ lane: params.lane }))
    return [ready, gate('go', { approvals: { dba: params.approvals }, shows: [ready] })]
  },
})
