import {
  check,
  destructive,
  gate,
  manual,
  outputOf,
  passFile,
  psql,
  remote,
  removeArchives,
  removeSetAside,
  type Step,
  sh,
  soak,
  undoWith,
  usePassFile,
  wait,
} from '../../src/kit.ts'
import { firstRun, quietCycles } from './log-watch.ts'
import type { Params } from './params.ts'
import { freshness, nothingMissing } from './parity.ts'
import { startCouch2pg, stopCouch2pg } from './runtime.ts'
import { sameDocuments } from './same-documents.ts'
import { PHYSICAL_READY, type Side, sidesOf } from './sides.ts'
import { sourceKeys } from './source-keys.ts'
import { couch2pgRunning, couch2pgStopped } from './stopped.ts'
import { SYNCED } from './synced.ts'

/** couch2pg runs on the target, people look, users switch over; the source stays alive until nobody needs it. */
export function after(params: Params): readonly Step[] {
  const { source, target, couch } = sidesOf(params)
  const fresh = check('freshness', freshness({ source, target, couch, keys: SYNCED.keys, names: SYNCED.names }))
  const rows = check('nothing-missing', nothingMissing({ source, target }))
  return [
    ...runOnTarget(params, target),
    fresh,
    rows,
    soak('same-documents', sameDocuments({ source, target, keys: SYNCED.keys }), { ...paceOf(params), timeout: '1d' }),
    gate('cutover-gate', {
      title: 'Go-ahead to switch users to the target',
      approvals: { 'data-owner': 1, 'analytics-lead': 1 },
      shows: [fresh, rows],
    }),
    cutover(source, target),
    wait('watch-window', params.watch, 'Watch the target in use'),
    ...cleanUp(params, source, target),
  ]
}

function runOnTarget(params: Params, target: Side): readonly Step[] {
  const keys = check('target-resume-keys', sourceKeys({ side: target, keys: SYNCED.keys }))
  const start = remote('start-couch2pg', {
    title: `Start couch2pg on ${target.host}`,
    on: target.host,
    run: startCouch2pg(target),
    verify: couch2pgRunning({ side: target }),
    undo: undoWith(target.host, stopCouch2pg(target)),
    repeatable: true,
    timeout: '10m',
  })
  const since = outputOf(start, 'startedAt')
  const cycleSeconds = Math.max(1, Math.round(params.sleepMins * 60))
  const pace = paceOf(params)
  return [
    keys,
    start,
    soak('first-run', firstRun({ side: target, since, neverRead: outputOf(keys, 'neverRead') }), {
      ...pace,
      timeout: `${cycleSeconds + 7200}s`,
    }),
    soak('soak', quietCycles({ side: target, since, cycles: params.soakCycles }), {
      ...pace,
      timeout: `${cycleSeconds * params.soakCycles * 3 + 7200}s`,
    }),
  ]
}

/** Looks four times in a cycle of couch2pg, at least every half minute. */
function paceOf({ sleepMins }: Params): { readonly every: string } {
  return { every: `${Math.min(30, Math.max(1, Math.round((sleepMins * 60) / 4)))}s` }
}

function cutover(source: Side, target: Side): Step {
  const point = (to: Side) =>
    `Point each downstream user (Superset, Klipfolio, the Watchdog exporter) to ${to.database.database} on ${to.host}:${to.database.port}, and see one dashboard load.`
  return manual('cutover', {
    title: 'Switch users to the target',
    instructions: `${point(target)} Then say which you switched.`,
    roles: ['analytics-lead'],
    undo: { do: 'manual', instructions: `Switch back. ${point(source)}`, roles: ['analytics-lead'] },
  })
}

/** Last of all, behind its own gates, by two people who did not start the run. */
function cleanUp(params: Params, source: Side, target: Side): readonly Step[] {
  const rows = nothingMissing({ source, target })
  const approvals = { 'data-owner': 1, 'sre-lead': 1 }
  return [
    gate('clean-up-gate', { title: `Go-ahead to retire couch2pg on ${source.host}`, approvals, shows: [rows] }),
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
    destructive('drop-source-database', {
      title: `Drop ${params.database} on ${source.host}`,
      destroys: `${params.database} on ${source.host}, the only other copy of the data`,
      approvals,
      shows: [rows, couch2pgStopped({ side: source, role: params.role })],
      typeToConfirm: params.database,
      on: source.host,
      run: sh`${usePassFile}${psql(source.database, 'postgres')} -c ${leave(params.database)} -c ${`drop database "${params.database}"`}`,
      files: passFile(source.database),
      undo: 'none',
      timeout: '30m',
      pitfalls: 'postgres',
    }),
    ...(params.method === 'physical' ? [removeSetAside({ target: target.database, ready: PHYSICAL_READY })] : []),
    remote('remove-key-files', {
      title: `Remove the keys of rows that differed from ${target.host}`,
      on: target.host,
      run: sh`rm -rf -- "$HOME/.drover/differences/$(basename "$DROVER_JOB" | cut -d- -f1)"`,
      undo: 'nothing',
      repeatable: true,
      timeout: '10m',
    }),
    gate('backups-gate', {
      title: `Go-ahead to delete the backups of ${source.host}`,
      approvals,
      shows: [couch2pgRunning({ side: target })],
    }),
    manual('delete-backups', {
      title: `Delete the backups of ${source.host}`,
      instructions: `Delete the backups of the old server and service, if nobody needs them. Then say what you deleted and what you kept.`,
      roles: ['sre-lead'],
      undo: 'none',
    }),
  ]
}

/** Ends Drover's own idle sessions. Anybody else's make the drop fail: then somebody still uses the database. */
function leave(database: string): string {
  return `do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and application_name = 'drover'; end $$`
}
