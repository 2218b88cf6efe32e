import { check, defineMigration, remote, sh, wait, z } from '../../src/kit.ts'
import { laneReady } from '../bot/lane-ready.ts'

/** The host of drover.yml that the jobs run on. */
export const HOST = 'here'

/** A small migration that ends by itself: two jobs on the local host with a pause between them. */
export const laneMigration = defineMigration({
  name: 'bench-lane',
  summary: 'Two small jobs',
  params: z.strictObject({ lane: z.string() }),
  roles: [],
  checks: [laneReady.registered],
  steps: ({ lane }) => [
    check('ready', laneReady({ lane })),
    job('first-job', lane),
    wait('pause', '5s'),
    job('second-job', lane),
    check('still-ready', laneReady({ lane })),
  ],
})

function job(id: string, lane: string) {
  return remote(id, { on: HOST, run: sh`sleep 2; echo ${lane}`, repeatable: true, undo: 'none', timeout: '10m' })
}
