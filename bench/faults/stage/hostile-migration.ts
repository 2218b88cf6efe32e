import { check, defineMigration, gate, manual, remote, sh, z } from '../../../src/kit.ts'
import { laneReady } from '../../bot/lane-ready.ts'
import { HOST } from './slack-house.ts'

/** A run that shows whatever it is given: in a check, in what a job prints, and in what people are asked to do. */
export const hostileMigration = defineMigration({
  name: 'hostile',
  summary: 'Shows what it is given',
  params: z.strictObject({ lane: z.string() }),
  roles: ['dba'],
  checks: [laneReady.registered],
  steps: ({ lane }) => {
    const ready = check('ready', laneReady({ lane }))
    const shout = sh`for i in 1 2 3; do printf '%s\n' ${lane}; done >&2; exit 1`
    return [
      ready,
      gate('go', { approvals: { dba: 1 }, shows: [ready] }),
      remote('shout', { on: HOST, run: shout, repeatable: true, undo: 'none', timeout: '1m' }),
      manual('by-hand', { instructions: lane, roles: ['dba'], undo: 'nothing' }),
    ]
  },
})
