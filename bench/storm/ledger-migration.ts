import { check, defineMigration, destructive, gate, host, path, remote, sh, soak, undoWith, z } from '../../src/kit.ts'
import { linesWritten } from './lines-written.ts'

/** The roles of the two gates, one person each. */
export const ROLES = ['dba', 'data-owner'] as const

/** The steps that write a line, in the order of the plan. */
export const ACTS = ['take', 'carry', 'hand-over', 'burn'] as const

/** What a check waits for before a soak passes: everything up to the burning. */
const BEFORE_BURNING = 3

/**
 * A small migration on one host whose steps must not be done twice. Each act appends the name of its job to a ledger on
 * the host, which no journal knows of: what stands there twice was done twice. It writes in the middle of its time.
 */
export const ledgerMigration = defineMigration({
  name: 'bench-ledger',
  summary: 'Write each act into a ledger, once',
  params: z.strictObject({
    host: host(),
    /** The ledger; its folder is there before. */
    ledger: path(),
    /** Tells runs apart that are otherwise the same. */
    lane: z.string(),
    /** How long the longest act takes; the others take less. */
    seconds: z.coerce.number().min(0).max(10).default(1),
  }),
  roles: ROLES,
  checks: [linesWritten.registered],
  steps: ({ host: on, ledger, seconds }) => {
    const act = (ms: number) => ({ on, run: written(ledger, ms / 1000), repeatable: false, timeout: '10m' })
    const takenBack = undoWith(on, written(ledger, 0.05))
    const before = check('before', linesWritten({ on, ledger, expected: 0 }))
    return [
      before,
      remote('take', { ...act(0), undo: takenBack }),
      remote('carry', { ...act(seconds * 1000), undo: takenBack }),
      gate('go', { approvals: { dba: 1, 'data-owner': 1 }, shows: [linesWritten({ on, ledger, expected: 2 })] }),
      remote('hand-over', { ...act(seconds * 300), undo: takenBack }),
      soak('settled', linesWritten({ on, ledger, expected: BEFORE_BURNING }), { every: '200ms', timeout: '10m' }),
      destructive('burn', {
        ...act(seconds * 100),
        destroys: 'the ticket that was handed over',
        approvals: { 'data-owner': 1 },
        shows: [linesWritten({ on, ledger, expected: BEFORE_BURNING })],
        undo: 'none',
      }),
      check('after', linesWritten({ on, ledger, expected: ACTS.length })),
    ]
  },
})

/** Half of the time, the line, the other half: a job that is cut down may or may not have written. */
function written(ledger: string, seconds: number) {
  const half = seconds / 2
  return sh`sleep ${half}; basename "$DROVER_JOB" >> ${ledger}; sleep ${half}`
}
