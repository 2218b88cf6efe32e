import { formatBytes, formatCount } from '../src/model/amount.ts'
import type { Bench, Found } from './bench.ts'
import { packageText } from './installed.ts'
import { createScratch } from './journal/scratch.ts'
import { createSyncs } from './journal/syncs.ts'
import { createTransitions } from './journal/transitions.ts'
import { median, percentile, rounded } from './statistics.ts'
import { wholeNumber } from './whole-number.ts'

/** How long a durable transition of a run takes, beside what the disk takes to sync as many bytes. */
export const journal: Bench = {
  name: 'journal',
  summary: 'Transitions of runs on this disk, beside its raw sync.',
  needs: `Needs nothing else. Measures ${packageText('better-sqlite3')} with WAL and synchronous=FULL, as the bot runs it.`,
  options: {
    dir: 'Folder on the disk to measure, such as DROVER_DATA; the current folder when left out.',
    transitions: 'Transitions and syncs in a round; 400 when left out.',
    rounds: 'Rounds of each, in turns, after one to warm up; 7 when left out.',
    steps: 'Steps of the plan that is played; 40 when left out, as many as couch2pg-move has.',
  },
  run: async (typed, { say }) => {
    const transitions = wholeNumber(typed, 'transitions', 400)
    const rounds = wholeNumber(typed, 'rounds', 7)
    const steps = wholeNumber(typed, 'steps', 40)
    const scratch = await createScratch(typed['dir'] ?? '.')
    try {
      say(`Measuring in ${scratch.dir} (${scratch.kind}).`)
      const measured = await inTurns(scratch.dir, { transitions, rounds, steps })
      return { ...report(measured, { transitions, rounds, steps }), notes: [...scratch.notes, ...NOTES] }
    } finally {
      await scratch.remove()
    }
  },
}

const NOTES = [
  'One transition is one command: judged, its events chained and appended, the projections updated, synced to the disk.',
  'One sync is one write of as many bytes into a file that has its size already, then fdatasync.',
]

interface Size {
  readonly transitions: number
  readonly rounds: number
  readonly steps: number
}

interface Measured {
  readonly bytesPerTransition: number
  readonly transitionMs: readonly (readonly number[])[]
  readonly syncMs: readonly (readonly number[])[]
}

/** Each round measures both, so that a disk that is busy for a while is busy for both. The first round is not counted. */
async function inTurns(dir: string, { transitions, rounds, steps }: Size): Promise<Measured> {
  const played = await createTransitions(dir, steps)
  const bytesPerTransition = await played.bytesEach()
  const syncs = createSyncs(dir, bytesPerTransition)
  const transitionMs: (readonly number[])[] = []
  const syncMs: (readonly number[])[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      const times = [await played.time(transitions), syncs.time(transitions)] as const
      if (round > 0) transitionMs.push(times[0])
      if (round > 0) syncMs.push(times[1])
    }
    return { bytesPerTransition, transitionMs, syncMs }
  } finally {
    syncs.close()
    await played.stop()
  }
}

function report({ bytesPerTransition, transitionMs, syncMs }: Measured, size: Size): Omit<Found, 'notes'> {
  const transition = spread(transitionMs)
  const sync = spread(syncMs)
  const ratio = median(transitionMs.map((times, round) => mean(times) / mean(syncMs[round] ?? [])))
  const transitionsPerSecond = Math.round(1000 / transition.ms)
  return {
    rows: [
      ['', 'median ms', 'p99 ms', 'fastest and slowest round', 'a second'],
      ['transition', ...cells(transition), formatCount(transitionsPerSecond)],
      ['raw sync', ...cells(sync), formatCount(Math.round(1000 / sync.ms))],
      ['ratio', rounded(ratio).toString(), '', `${size.rounds} rounds of ${size.transitions}`, ''],
      ['bytes each', formatBytes(bytesPerTransition), '', `plan of ${size.steps} steps`, ''],
    ],
    keys: {
      msPerTransition: rounded(transition.ms),
      transitionsPerSecond,
      msPerSync: rounded(sync.ms),
      ratio: rounded(ratio),
      p99MsPerTransition: rounded(transition.p99),
      p99MsPerSync: rounded(sync.p99),
      bytesPerTransition,
      ...size,
    },
  }
}

/** The median of the rounds' means: a round counts all of its syncs, the slow ones too. */
function spread(rounds: readonly (readonly number[])[]) {
  const means = rounds.map(mean)
  return { ms: median(means), p99: percentile(rounds.flat(), 0.99), low: Math.min(...means), high: Math.max(...means) }
}

function cells({ ms, p99, low, high }: ReturnType<typeof spread>): readonly string[] {
  return [ms.toFixed(3), p99.toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`]
}

function mean(times: readonly number[]): number {
  return times.reduce((sum, ms) => sum + ms, 0) / times.length
}
