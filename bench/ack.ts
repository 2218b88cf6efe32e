import { formatBytes, formatCount } from '../src/model/amount.ts'
import { type Burst, burst, clicksFor } from './ack/burst.ts'
import { startTown } from './ack/town.ts'
import type { Bench, Found } from './bench.ts'
import { packageText } from './installed.ts'
import { percentile, rounded } from './statistics.ts'
import { wholeNumber } from './whole-number.ts'

/** How long a click waits for its answer while many people click, and whether any click gets lost. */
export const ack: Bench = {
  name: 'ack',
  summary: 'Answers to a burst of clicks with runs waiting at gates.',
  needs: `Needs nothing else. The bot is a process of its own on ${packageText('@slack/bolt')}; Slack is the local one, which keeps Slack's pace for posts.`,
  options: {
    clicks: 'Clicks on Approve, every second one by somebody without the role; 1000 when left out.',
    'at-once': 'Clicks that wait for their answer at the same time; 50 when left out.',
    runs: 'Active runs, each at a gate in a channel of its own; 20 when left out.',
  },
  run: async (typed, { env, say }) => {
    const clicks = wholeNumber(typed, 'clicks', 1000)
    const atOnce = wholeNumber(typed, 'at-once', 50)
    const runs = wholeNumber(typed, 'runs', 20)
    say(`Starting a bot and ${runs} runs.`)
    const town = await startTown({ runs, approvers: Math.ceil(Math.ceil(clicks / 2) / runs) }, env)
    try {
      say(`Clicking ${formatCount(clicks)} times, ${atOnce} at a time.`)
      const result = await burst(town, clicksFor(town, clicks), atOnce)
      return report(result, { clicks, atOnce, ...(await town.bot.state()) })
    } finally {
      await town.stop()
    }
  },
}

interface Size {
  readonly clicks: number
  readonly atOnce: number
  readonly runs: number
  readonly rssBytes: number
}

function report(found: Burst, { clicks, atOnce, runs, rssBytes }: Size): Found {
  const { ackMs, unacked, approved, told, seconds, settledSeconds } = found
  const unseen = Math.max(0, clicks - approved - told)
  const times = { p50Ms: percentile(ackMs, 0.5), p99Ms: percentile(ackMs, 0.99), maxMs: percentile(ackMs, 1) }
  const rssMiB = Math.round(rssBytes / 1024 ** 2)
  return {
    rows: [
      ['', ''],
      ['answer, median', `${times.p50Ms} ms`],
      ['answer, 99 of 100', `${times.p99Ms} ms`],
      ['answer, slowest', `${times.maxMs} ms`],
      ['clicks a second', formatCount(Math.round(clicks / seconds))],
      ['all clicks settled after', `${rounded(settledSeconds)} s`],
      ['approvals recorded', formatCount(approved)],
      ['private sentences', formatCount(told)],
      ['lost', formatCount(unacked + unseen)],
      ['memory of the bot', formatBytes(rssBytes)],
    ],
    notes: [
      `${formatCount(clicks)} clicks, ${atOnce} at a time, on ${runs} gates. Slack gives a bot 3,000 ms to answer a click.`,
      'A time is from the act to the answer, as the workspace saw it; settled is when each click shows. Lost is a click that got no answer in time, and a click',
      'that left neither an approval in the journal nor a private sentence; one that did both wrong counts twice.',
    ],
    keys: {
      ...times,
      lost: unacked + unseen,
      clicks,
      atOnce,
      runs,
      unacked,
      approved,
      told,
      seconds: rounded(seconds),
      settledSeconds: rounded(settledSeconds),
      rssMiB,
    },
  }
}
