import {
  dropQuarantined,
  factsAside,
  factsBefore,
  gate,
  manual,
  quarantinePostgres,
  remote,
  removeArchives,
  removeSetAside,
  type Step,
  undoWith,
  wait,
} from '../../src/kit.ts'
import { clocks, SLOW_CLOCKS } from './clocks.ts'
import { removeKeyFiles } from './key-files.ts'
import type { Params } from './params.ts'
import { nothingMissing } from './parity.ts'
import { startCouch2pg, stopCouch2pg } from './runtime.ts'
import { PHYSICAL_READY, type Side, VERIFICATION } from './sides.ts'
import { couch2pgRunning, couch2pgStopped } from './stopped.ts'

const APPROVALS = { 'data-owner': 1, 'sre-lead': 1 }

/** Last of all, behind its own gates, by two people who did not start the run. */
export function cleanUp(params: Params, source: Side, target: Side): readonly Step[] {
  return [
    gate('clean-up-gate', {
      title: `Go-ahead to retire couch2pg on ${source.host}`,
      approvals: APPROVALS,
      shows: [nothingMissing({ source, target })],
      ...SLOW_CLOCKS,
    }),
    ...(params.method === 'dump'
      ? removeArchives({ source: source.database, target: target.database }, params.workDir)
      : []),
    remote('stop-source-couch2pg', {
      title: `Stop couch2pg on ${source.host}`,
      on: source.host,
      run: stopCouch2pg(source),
      verify: couch2pgStopped({ side: source, role: params.role }),
      undo: undoWith(source.host, startCouch2pg(source)),
      repeatable: true,
      timeout: '10m',
    }),
    ...dropAfterQuarantine(params, source, target),
    ...(params.method === 'physical' ? [removeSetAside({ target: target.database, ready: PHYSICAL_READY })] : []),
    removeKeyFiles(target.host),
    gate('backups-gate', {
      title: `Go-ahead to delete the backups of ${source.host}`,
      approvals: APPROVALS,
      shows: [couch2pgRunning({ side: target })],
      ...clocks(params),
    }),
    manual('delete-backups', {
      title: `Delete the backups of ${source.host}`,
      instructions: `Delete the backups of the old server and service, if nobody needs them. Then say what you deleted and what you kept.`,
      roles: ['sre-lead'],
      undo: 'none',
    }),
  ]
}

/** Set aside first: whoever still needs the old database finds out while one rename brings it back. */
function dropAfterQuarantine(params: Params, source: Side, target: Side): readonly Step[] {
  const on = source.database
  const proven = { copy: target.database, verification: VERIFICATION }
  const before = factsBefore('source-facts', on, proven)
  const quarantine = quarantinePostgres('quarantine-source', on, before, proven)
  return [
    before,
    quarantine,
    wait('quarantine', params.quarantine, `Keep ${on.database} aside on ${source.host}, see whether anybody misses it`),
    dropQuarantined('drop-source-database', on, {
      destroys: `${on.database} on ${source.host}, the only other copy of the data`,
      approvals: APPROVALS,
      shows: [
        factsAside(quarantine, on, before, proven),
        couch2pgStopped({ side: source, role: params.role }),
        couch2pgRunning({ side: target }),
      ],
      ...clocks(params),
    }),
  ]
}
