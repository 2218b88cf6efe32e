import { formatCount } from '../../src/model/amount.ts'
import type { Found } from '../bench.ts'
import { median, percentile, rounded } from '../statistics.ts'
import type { LedgerLap } from './ledger-laps.ts'
import type { Force } from './weather.ts'

/** What a storm over runs with a ledger found, for people and machines. */
export function ledgerReport(force: Force, laps: readonly LedgerLap[]): Found {
  const founds = laps.map(({ reckoning }) => reckoning)
  const weathers = laps.map(({ weather }) => weather)
  const [lost, repeated, failed] = [
    founds.flatMap((found) => found.lost),
    founds.flatMap((found) => found.repeated),
    founds.flatMap((found) => found.failed),
  ]
  const [asked, decidable] = [founds.flatMap((found) => found.asked), founds.flatMap((found) => found.decidable)]
  const postedTwice = laps.flatMap((lap) => lap.postedTwice)
  const broken = founds.flatMap((found) => found.broken ?? [])
  const cutJobs = weathers.flatMap((weather) => weather.cutJobs)
  const recoveryMs = weathers.flatMap((weather) => weather.recoveryMs)
  const seconds = sumOf(weathers.map((weather) => weather.seconds))
  const sizes = {
    laps: laps.length,
    runs: sumOf(founds.map(({ runs }) => runs)),
    events: sumOf(founds.map(({ events }) => events)),
    acts: sumOf(founds.map(({ acts }) => acts)),
  }
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
      ['laps, each on a host and a workspace of its own', formatCount(sizes.laps)],
      ['runs, all ended', formatCount(sizes.runs)],
      ['events in the journals', formatCount(sizes.events)],
      ['acts in the ledgers', formatCount(sizes.acts)],
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
      ...broken.map((why) => `The chain of events is broken: ${why}`),
    ],
    keys: {
      kills: force.kills,
      ...counts,
      cutJobs: cutJobs.length,
      failed: failed.length,
      postedTwice: postedTwice.length,
      chainsBroken: broken.length,
      ...sizes,
      ...recovery,
      seconds: rounded(seconds),
      seed: force.seed,
    },
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
