import { check, defineMigration, gate, z } from '../../../src/kit.ts'
import { laneReady } from '../../bot/lane-ready.ts'

/** Looks in the middle of the run. */
export const LOOKS = 120

/** A gate, a long row of looks that end by themselves, and a gate at the end. */
export const longRoadMigration = defineMigration({
  name: 'long-road',
  summary: 'Many looks between two gates',
  params: z.strictObject({ lane: z.string() }),
  roles: ['dba', 'data-owner'],
  checks: [laneReady.registered],
  steps: ({ lane }) => {
    const ready = check('ready', laneReady({ lane }))
    const looks = Array.from({ length: LOOKS }, (_, nth) =>
      check(`look-${nth + 1}`, laneReady({ lane: `${lane}-${nth}` })),
    )
    const begin = gate('begin', { approvals: { dba: 1 }, shows: [ready] })
    return [ready, begin, ...looks, gate('end', { approvals: { dba: 1 }, shows: [ready] })]
  },
})
