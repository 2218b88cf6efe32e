import { formatCount } from '../../src/model/amount.ts'
import type { Found } from '../bench.ts'
import { median, percentile, rounded } from '../statistics.ts'
import type { Reckoning } from './reckoning.ts'
import type { Force, Weather } from './weather.ts'

/** What a storm over runs with a ledger found, for people and machines. */
export function ledgerReport(force: Force, weather: Weather, found: Reckoning, postedTwice: readonly string[]): Found {
  const { lost, repeated, asked, decidable, failed, broken } = found
  const { recoveryMs, seconds, cutJobs } = weather
  const recovery = {
    recoveryP50Ms: Math.round(median(recoveryMs)),
    recoveryP99Ms: Math.round(percentile(recoveryMs, 0.99)),
  }
  const counts = { lost: lost.length, repeated: repeated.length, asked: asked.length, decidable: decidable.length }
  return {
    rows: [
      ['', ''],
      ['bots killed', formatCount(force.kills)],
      ['jobs cut down on the host', formatCount(cutJobs.length)],
      ['runs, all ended', formatCount(found.runs)],
      ['events in the journal', formatCount(found.events)],
      ['acts in the ledger', formatCount(found.acts)],
      ['lost', formatCount(counts.lost)],
      ['repeated', formatCount(counts.repeated)],
      ['asked', formatCount(counts.asked)],
      ['of these the host could have told', formatCount(counts.decidable)],
      ['steps that failed', formatCount(failed.length)],
      ['letters posted twice', formatCount(postedTwice.length)],
      ['from a kill to the next event, median', `${formatCount(recovery.recoveryP50Ms)} ms`],
      ['from a kill to the next event, 99 of 100', `${formatCount(recovery.recoveryP99Ms)} ms`],
      ['kills a second', String(rounded(force.kills / seconds))],
    ],
    notes: [
      'Lost: the journal says that a step succeeded and the ledger has no line of it, the ledger has a line and the journal no attempt, or a run has not ended.',
      'Repeated: the ledger has two lines of one attempt, or of two attempts of one step. Asked: nobody could tell how a job ended, so a person was asked.',
      ...[...lost, ...repeated].map((what) => `Wrong: ${what}`),
      ...decidable.map((job) => `Asked, although the host could have told: ${job}`),
      ...failed.map((what) => `Failed: ${what}`),
      ...postedTwice.map((key) => `Posted twice: ${key}`),
      ...(broken === undefined ? [] : [`The chain of events is broken: ${broken}`]),
    ],
    keys: {
      kills: force.kills,
      ...counts,
      cutJobs: cutJobs.length,
      failed: failed.length,
      postedTwice: postedTwice.length,
      chainsBroken: broken === undefined ? 0 : 1,
      runs: found.runs,
      events: found.events,
      acts: found.acts,
      ...recovery,
      seconds: rounded(seconds),
      seed: force.seed,
    },
  }
}
