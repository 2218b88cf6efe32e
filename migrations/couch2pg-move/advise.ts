import { type Advice, formatBytes, type MountForecast, type PlannerScope } from '../../src/kit.ts'
import { about, aboutOne } from './about.ts'
import { decideAll } from './decide-all.ts'
import { forecastOf, type Outlook } from './forecast.ts'
import { physicalInstead, typedMethod } from './instead.ts'
import type { Params } from './params.ts'
import { told } from './told.ts'
import type { Choice, World } from './world.ts'

/** What the planner says of a world: its choices, its forecast, and every sentence about them. Params that were typed stay. */
export function advise(params: Params, world: World, { open, past }: Pick<PlannerScope, 'open' | 'past'>): Advice {
  const decided = decideAll(params, world, open)
  const { choice } = decided
  const outlook = forecastOf(choice, world, params, past)
  const because = [
    ...decided.sentences,
    ...(open.includes('method') ? [] : typedMethod(params, choice, world, past)),
    ...physicalInstead(params, choice, world, past, outlook),
    ...forecastSentences(choice, outlook),
    ...told(params, choice, world),
  ]
  const chosen = Object.entries(choice).filter(([name]) => open.includes(name))
  const values = Object.fromEntries(chosen.map(([name, value]) => [name, String(value)]))
  return { chosen: values, because, ...(outlook && { forecast: withoutBasis(outlook) }) }
}

function withoutBasis({ learntFrom: _, ...forecast }: Outlook) {
  return forecast
}

function forecastSentences({ method }: Choice, outlook: Outlook | undefined): readonly string[] {
  if (!outlook) return []
  const { seconds, stepSeconds, learntFrom, mounts } = outlook
  const rows = stepSeconds['copy-tables']
  const share = method === 'stream' && rows !== undefined ? `, the rows ${aboutOne(rows)}` : ''
  const basis = learntFrom
    ? `by the times of ${learntFrom}`
    : 'by times of another machine, since no move of this size was timed here'
  return [`Forecast: ${about(seconds)} of work${share}, ${basis}.`, ...mounts.map(mountSentence)]
}

function mountSentence({ host, mount, freeBytes, peakBytes }: MountForecast): string {
  const needs = `${host} will use up to ${formatBytes(peakBytes)} in ${mount}`
  return freeBytes >= peakBytes
    ? `${needs}; ${formatBytes(freeBytes)} are free, so ${formatBytes(freeBytes - peakBytes)} will be left.`
    : `${needs}, and only ${formatBytes(freeBytes)} are free there.`
}
