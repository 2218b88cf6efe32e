import { formatCount } from '../../../src/model/amount.ts'
import type { Found } from '../../bench.ts'
import { median, percentile, rounded } from '../../statistics.ts'
import type { Judgement } from './judgement.ts'
import type { Lap } from './lap.ts'
import type { MoveForce } from './laps.ts'

/** What a storm over real moves found, for people and machines. */
export function moveReport({ seed, docs }: MoveForce, laps: readonly Lap[]): Found {
  const all = (list: (judgement: Judgement) => readonly string[]) => laps.flatMap(({ judgement }) => list(judgement))
  const sum = (count: (judgement: Judgement) => number) =>
    laps.reduce((total, { judgement }) => total + count(judgement), 0)
  const kills = laps.flatMap((lap) => lap.kills)
  const recoveryMs = laps.flatMap((lap) => lap.recoveryMs)
  const seconds = laps.reduce((total, lap) => total + lap.seconds, 0)
  const wrong = {
    lost: all(({ lost }) => lost),
    repeated: all(({ repeated }) => repeated),
    asked: all(({ asked }) => asked),
    decidable: all(({ decidable }) => decidable),
    failed: all(({ failed }) => failed),
    postedTwice: all(({ postedTwice }) => postedTwice),
    broken: all(({ broken }) => broken),
  }
  const counts = {
    kills: kills.length,
    lost: wrong.lost.length,
    repeated: wrong.repeated.length,
    asked: wrong.asked.length,
    decidable: wrong.decidable.length,
    failed: wrong.failed.length,
    postedTwice: wrong.postedTwice.length,
    chainsBroken: wrong.broken.length,
    laps: laps.length,
    runs: sum(({ runs }) => runs),
    events: sum(({ events }) => events),
    jobs: sum(({ begun }) => begun),
    letters: sum(({ letters }) => letters),
    killedAtSteps: new Set(kills.map(({ at }) => at).filter((at) => at !== '')).size,
    killedInStreams: kills.filter(({ streams }) => streams > 0).length,
    killedInUndo: kills.filter(({ at }) => at.startsWith('undo of ')).length,
    recoveryP50Ms: Math.round(median(recoveryMs)),
    recoveryP99Ms: Math.round(percentile(recoveryMs, 0.99)),
  }
  return {
    rows: [
      ['', ''],
      ['bots killed', formatCount(counts.kills)],
      ['of these while a stream was on its way', formatCount(counts.killedInStreams)],
      ['of these while steps were taken back', formatCount(counts.killedInUndo)],
      ['different steps at which a bot was killed', formatCount(counts.killedAtSteps)],
      ['laps, each on servers of its own', formatCount(counts.laps)],
      ['moves of the whole database, all ended', formatCount(counts.runs)],
      ['events in the journals', formatCount(counts.events)],
      ['scripts that began on the hosts', formatCount(counts.jobs)],
      ['letters in Slack', formatCount(counts.letters)],
      ['lost', formatCount(counts.lost)],
      ['repeated', formatCount(counts.repeated)],
      ['asked', formatCount(counts.asked)],
      ['of these a host could have told', formatCount(counts.decidable)],
      ['steps that failed', formatCount(counts.failed)],
      ['letters posted twice', formatCount(counts.postedTwice)],
      ['journals that do not prove or rebuild', formatCount(counts.chainsBroken)],
      ['from a kill to the next event, median', `${formatCount(counts.recoveryP50Ms)} ms`],
      ['from a kill to the next event, 99 of 100', `${formatCount(counts.recoveryP99Ms)} ms`],
      ['kills a second', String(rounded(kills.length / seconds))],
    ],
    notes: [
      'Lost: a step succeeded and no host saw its job begin and end; a host has a job that the journal does not know; the two databases differ before the cutover; one is not where it should be after a run; a run has not ended as it should, or a letter was not sent.',
      'Repeated: the script of a job began twice, or a database was made, dropped, dumped or restored, or couch2pg started or stopped, twice for one step.',
      ...laps.map(lapLine),
      `Killed at: ${timesAt(kills.map(({ at }) => at || 'no run'))}`,
      ...wrong.lost.map((what) => `Lost: ${what}`),
      ...wrong.repeated.map((what) => `Repeated: ${what}`),
      ...wrong.asked.map((job) => `Asked: ${job}`),
      ...wrong.decidable.map((job) => `Asked, although a host could have told: ${job}`),
      ...wrong.failed.map((what) => `Failed: ${what}`),
      ...wrong.postedTwice.map((key) => `Posted twice: ${key}`),
      ...wrong.broken,
    ],
    keys: { ...counts, docs, seconds: rounded(seconds), seed },
  }
}

function lapLine({ way, kills, judgement: { programs } }: Lap): string {
  const ran = Object.entries(programs).map(([what, count]) => `${what} ${count}`)
  return `${way.name}: ${kills.length} kills; ${ran.join(', ')}.`
}

/** Each name with how often it is there, the most frequent first. */
function timesAt(names: readonly string[]): string {
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  const sorted = [...times].sort(([, one], [, other]) => other - one)
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ')
}
