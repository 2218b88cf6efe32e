import {
  dropLedger,
  dumpPostgres,
  gate,
  movePostgres,
  outputOf,
  type PostgresMove,
  passFile,
  provePostgres,
  psql,
  remote,
  type Step,
  sh,
  undoWith,
  usePassFile,
} from '../../src/kit.ts'
import type { Params } from './params.ts'
import { startCouch2pg, stopCouch2pg } from './runtime.ts'
import { INVENTORY, type Side, sidesOf } from './sides.ts'
import { couch2pgStopped } from './stopped.ts'

/** The data moves and is proven; the source and its couch2pg go on as ever. */
export function during(params: Params): readonly Step[] {
  const { source, target } = sidesOf(params)
  const move: PostgresMove = {
    source: source.database,
    target: target.database,
    owner: params.role,
    direct: params.relay === 'direct',
    streams: params.streams,
    encoding: outputOf(INVENTORY, 'encoding'),
    matviews: outputOf(INVENTORY, 'matviews'),
  }
  const { steps, baseline } = params.method === 'dump' ? dumpPostgres(move, params.workDir) : movePostgres(move)
  const [verification, structure] = provePostgres(move, baseline)
  return [
    stopTarget(params, target),
    ...steps,
    verification,
    structure,
    refreshAsCouch2pg(params, target),
    dropLedger(target.database),
    gate('start', {
      title: `Go-ahead to start couch2pg on ${target.host}`,
      approvals: { dba: 1 },
      shows: [verification, structure],
    }),
  ]
}

function stopTarget({ role }: Params, target: Side): Step {
  const stopped = couch2pgStopped({ side: target, role })
  return remote('stop-target-couch2pg', {
    title: `Stop couch2pg on ${target.host}`,
    on: target.host,
    run: stopCouch2pg(target),
    skipIf: stopped,
    verify: stopped,
    undo: undoWith(target.host, startCouch2pg(target)),
    repeatable: true,
    timeout: '10m',
  })
}

/** What couch2pg will do after every run that changed data: if it fails here, couch2pg would end at once there. */
function refreshAsCouch2pg({ role }: Params, { host, database }: Side): Step {
  return remote('test-refresh', {
    title: 'Refresh the materialized views as couch2pg will',
    on: host,
    run: sh`${usePassFile}${psql(database)} -c ${`set role "${role}"`} -c 'select refresh_matviews()'`,
    files: passFile(database),
    undo: 'nothing',
    repeatable: true,
    timeout: '1d',
    pitfalls: 'postgres',
  })
}
