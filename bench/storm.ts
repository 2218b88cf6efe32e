import { formatCount } from '../src/model/amount.ts'
import type { Bench, Found } from './bench.ts'
import { packageText } from './installed.ts'
import { median, percentile, rounded } from './statistics.ts'
import { compile } from './storm/compiled.ts'
import { DECIDERS, STARTER, startLedgerBed } from './storm/ledger-bed.ts'
import { lettersTwice } from './storm/letters-twice.ts'
import { type Reckoning, reckon } from './storm/reckoning.ts'
import { storm as blow, type Force, type Weather } from './storm/weather.ts'
import { wholeNumber } from './whole-number.ts'

const MOST_CHANNELS = 10

/** Whether anything is lost or done twice when the bot dies all the time. */
export const storm: Bench = {
  name: 'storm',
  summary: 'Ends the bot again and again at random moments, and holds its journal against a ledger on the host.',
  needs: `Needs sshd. The bot is a process of its own on ${packageText('better-sqlite3')} and ${packageText('@slack/bolt')}; its jobs run over SSH on this machine.`,
  options: {
    kills: 'How often the bot is ended; 100 when left out.',
    runs: 'Runs under way at the same time; 5 when left out.',
    seed: 'Where chance decides; 1 when left out.',
  },
  run: async (typed, { say }) => {
    const force = {
      kills: wholeNumber(typed, 'kills', 100),
      runs: wholeNumber(typed, 'runs', 5),
      seed: wholeNumber(typed, 'seed', 1),
      seconds: 1,
    }
    say('Compiling the bot, and starting a host and a workspace.')
    const compiled = await compile()
    const bed = await startLedgerBed(Math.min(force.runs, MOST_CHANNELS)).catch(async (error) => {
      await compiled.remove()
      throw error
    })
    try {
      const weather = await blow(bed, compiled.fileOf('bench/storm/mortal-bot.ts'), force, say)
      const twice = lettersTwice(bed, [STARTER, ...Object.values(DECIDERS)])
      return report(force, weather, await reckon(bed), twice)
    } finally {
      await bed.stop()
      await compiled.remove()
    }
  },
}

function report(force: Force, weather: Weather, found: Reckoning, postedTwice: readonly string[]): Found {
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
