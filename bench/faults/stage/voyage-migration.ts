import { check, defineMigration, gate, remote, sh, z } from '../../../src/kit.ts'
import { laneReady } from '../../bot/lane-ready.ts'
import { HOST } from './slack-house.ts'

/** A run with something of everything: a look, a job, a gate, and a job that fails the first time with a long log. */
export const voyageMigration = defineMigration({
  name: 'voyage',
  summary: 'A look, a gate and two jobs',
  params: z.strictObject({ lane: z.string(), flag: z.string() }),
  roles: ['dba', 'data-owner'],
  checks: [laneReady.registered],
  steps: ({ lane, flag }) => {
    const ready = check('ready', laneReady({ lane }))
    const once = sh`if mkdir ${flag} 2>/dev/null; then seq 1 60; exit 1; fi; echo done`
    return [
      ready,
      gate('go', { approvals: { dba: 1, 'data-owner': 1 }, shows: [ready] }),
      remote('try-twice', { on: HOST, run: once, repeatable: true, undo: 'none', timeout: '10m' }),
      remote('last', { on: HOST, run: sh`echo ${lane}`, repeatable: true, undo: 'none', timeout: '10m' }),
    ]
  },
})
