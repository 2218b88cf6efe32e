import { check, gate, manual, outputOf, remote, type Step, soak, undoWith, wait } from '../../src/kit.ts'
import { cleanUp } from './clean-up.ts'
import { SLOW_CLOCKS } from './clocks.ts'
import { firstRun, quietCycles } from './log-watch.ts'
import type { Params } from './params.ts'
import { freshness, nothingMissing } from './parity.ts'
import { startCouch2pg, stopCouch2pg } from './runtime.ts'
import { sameDocuments } from './same-documents.ts'
import { type Side, sidesOf } from './sides.ts'
import { sourceKeys } from './source-keys.ts'
import { couch2pgRunning } from './stopped.ts'
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
      ...SLOW_CLOCKS,
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
