import { join } from 'node:path'
import { formatBytes, formatCount } from '../src/model/amount.ts'
import type { Bench, Found } from './bench.ts'
import { ids, startWorld, type World } from './bot/world.ts'
import { writeHistory } from './fleet/history.ts'
import { HOST } from './fleet/lane-migration.ts'
import { ASKER, CLICKER, STARTER, sail, type Voyage } from './fleet/voyage.ts'
import { packageText } from './installed.ts'
import { percentile, rounded } from './statistics.ts'
import { wholeNumber } from './whole-number.ts'

const CHANNELS = 20

/** What many runs at once and a long history cost the bot, and how long people wait meanwhile. */
export const fleet: Bench = {
  name: 'fleet',
  summary: 'Many runs at once after a long history.',
  needs: `Needs nothing else. The bot is a process of its own on ${packageText('better-sqlite3')} and ${packageText('@slack/bolt')}; jobs run on this machine.`,
  options: {
    runs: 'Runs that are started at once; 200 when left out.',
    events: 'Events of ended runs that the journal holds before; 100000 when left out.',
  },
  run: async (typed, { env, say }) => {
    const runs = wholeNumber(typed, 'runs', 200)
    const events = wholeNumber(typed, 'events', 100_000)
    const channels = ids('C0LANE', Math.min(runs, CHANNELS))
    let written = 0
    const prepare = async (dataPath: string): Promise<void> => {
      say(`Writing ${formatCount(events)} events of ended runs.`)
      written = await writeHistory(dataPath, events)
    }
    const config = (folder: string) => ({
      roles: {},
      hosts: { [HOST]: { connect: 'local', jobs: join(folder, 'jobs') } },
    })
    const world = await startWorld({ people: [STARTER, ASKER, CLICKER], channels, config, prepare }, env)
    try {
      say(`Starting ${formatCount(runs)} runs.`)
      const { rssBytes } = await world.bot.state()
      return report(world, await sail(world, channels, runs), { runs, events: written, rssBytes })
    } finally {
      await world.stop()
    }
  },
}

interface Before {
  readonly runs: number
  readonly events: number
  readonly rssBytes: number
}

function report({ bot }: World, voyage: Voyage, { runs, events, rssBytes }: Before): Found {
  const { questionMs, clickMs, peakRssBytes, cpuSeconds, seconds, succeeded } = voyage
  const rssMiB = Math.round(peakRssBytes / 1024 ** 2)
  const times = { p50Ms: whole(questionMs, 0.5), p99Ms: whole(questionMs, 0.99) }
  const clicks = { clickP50Ms: whole(clickMs, 0.5), clickP99Ms: whole(clickMs, 0.99) }
  const bootMs = Math.round(bot.readyMs)
  return {
    rows: [
      ['', ''],
      ['start of the bot', `${formatCount(bootMs)} ms`],
      ['memory of the bot before, at most', `${formatBytes(rssBytes)}, ${formatBytes(peakRssBytes)}`],
      ['processor time of the bot', `${rounded(cpuSeconds)} s in ${rounded(seconds)} s`],
      ['status answered, median, 99 of 100', `${times.p50Ms} ms, ${times.p99Ms} ms`],
      ['click answered, median, 99 of 100', `${clicks.clickP50Ms} ms, ${clicks.clickP99Ms} ms`],
      ['runs that ended well', `${formatCount(succeeded)} of ${formatCount(runs)}`],
    ],
    notes: [
      `${formatCount(runs)} runs of two jobs and a pause, started at once, in a journal with ${formatCount(events)} events of ended runs.`,
      'The start is counted from the first line of the program, when its modules are there, until it is connected to Slack.',
      `A status is asked in private and counted until its answer can be read (${questionMs.length} times); a click until Slack was answered (${clickMs.length} times).`,
      'The processor time is that of the bot, without the jobs and the shells that look at them.',
    ],
    keys: {
      ...{ runs, rssMiB, bootMs, ...times, ...clicks, events, succeeded },
      cpuSeconds: rounded(cpuSeconds),
      seconds: rounded(seconds),
      questions: questionMs.length,
      clicks: clickMs.length,
    },
  }
}

function whole(times: readonly number[], share: number): number {
  return Math.round(percentile(times, share))
}
