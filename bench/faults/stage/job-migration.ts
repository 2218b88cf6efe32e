import { check, defineMigration, remote, type Shell, sh, z } from '../../../src/kit.ts'
import { laneReady } from '../../bot/lane-ready.ts'

/** The host of drover.yml that the job runs on. */
export const HOST = 'far-host'

/** What the job is, where it is not the usual one. */
export interface JobWays {
  readonly run?: Shell
  readonly timeout?: string
}

/** Two lines in a ledger, with a wait between them for somebody to let it go on: done twice, there would be more. */
export const WRITE_TWICE = sh`echo begin >> "$HOME/ledger"
until [ -e "$HOME/go" ]; do sleep 0.05; done
echo end >> "$HOME/ledger"`

/** A job that must not run twice, between two steps that touch nothing. */
export function jobMigration({ run = WRITE_TWICE, timeout = '10m' }: JobWays) {
  const step = remote('write', { title: 'Write into the ledger', on: HOST, run, undo: 'none', timeout })
  return defineMigration({
    name: 'faults-job',
    summary: 'One job that must not run twice',
    params: z.strictObject({}),
    roles: [],
    checks: [laneReady.registered],
    steps: () => [check('ready', laneReady({ lane: 'one' })), step, check('still-ready', laneReady({ lane: 'one' }))],
  })
}
