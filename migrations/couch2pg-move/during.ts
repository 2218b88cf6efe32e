import {
  dropLedger,
  dumpPostgres,
  gate,
  type Moved,
  movePostgres,
  outputOf,
  type PostgresMove,
  passFile,
  physicalPostgres,
  psql,
  remote,
  type Step,
  sh,
  undoWith,
  usePassFile,
} from '../../src/kit.ts'
import { SLOW_CLOCKS } from './clocks.ts'
import type { Params } from './params.ts'
import { startCouch2pg, stopCouch2pg } from './runtime.ts'
import { INVENTORY, PHYSICAL_READY, type Side, type Sided, sidesOf } from './sides.ts'
import { couch2pgStopped } from './stopped.ts'

/** The data moves and is proven; the source and its couch2pg go on as ever. */
export function during(params: Sided): readonly Step[] {
  const { source, target } = sidesOf(params)
  const move: PostgresMove = {
    source: source.database,
    target: target.database,
    owner: params.role,
    direct: params.relay === 'direct',
    streams: params.streams,
    compression: params.compression,
    ...(params.limit && { limit: params.limit }),
    proof: params.proof,
    encoding: outputOf(INVENTORY, 'encoding'),
    matviews: outputOf(INVENTORY, 'matviews'),
  }
  const { steps, verification, structure, after } = WAYS[params.method](move, params)
  return [
    stopTarget(params, target),
    ...steps,
    verification,
    structure,
    ...after,
    refreshAsCouch2pg(params, target),
    ...(params.method === 'physical' ? [] : [dropLedger(target.database)]),
    gate('start', {
      title: `Go-ahead to start couch2pg on ${target.host}`,
      approvals: { dba: 1 },
      shows: [verification, structure],
      ...SLOW_CLOCKS,
    }),
  ]
}

const WAYS: Readonly<Record<Params['method'], (move: PostgresMove, params: Params) => Moved>> = {
  stream: movePostgres,
  dump: (move, { workDir }) => dumpPostgres(move, workDir),
  physical: (move) => physicalPostgres({ ...move, ready: PHYSICAL_READY }),
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
