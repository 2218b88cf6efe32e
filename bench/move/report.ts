import { formatBytes, formatCount } from '../../src/model/amount.ts'
import type { Figure, Found } from '../bench.ts'
import { median, rounded } from '../statistics.ts'
import type { MoveOptions } from './options.ts'
import type { Measured } from './rounds.ts'

/** One method over all rounds. */
interface Row {
  readonly method: string
  readonly equal: boolean
  /** Median of the rounds; none when any of them left a difference. */
  readonly seconds: number | undefined
  readonly spread: string
  readonly stagingBytes: number
  readonly netBytes: number | undefined
  readonly stepSeconds: Readonly<Record<string, number>>
}

const YARDSTICKS = ['seed', 'pgcopydb'] as const

/** The table and the object of all rounds. */
export function report(all: readonly Measured[], { docs, link, rounds, streams }: MoveOptions): Found {
  const methods = [...new Set(all.map(({ method }) => method))]
  const rows = methods.map((method) =>
    rowOf(
      method,
      all.filter((one) => one.method === method),
    ),
  )
  const problems = all.flatMap(({ method, problems }) => problems.slice(0, 3).map((said) => `${method}: ${said}`))
  return {
    rows: [
      [
        '',
        'median s',
        'fastest to slowest',
        'equal',
        ...YARDSTICKS.map((name) => `of ${name}`),
        'extra files',
        'over the net',
      ],
      ...rows.map((row) => [
        row.method,
        row.seconds?.toFixed(1) ?? '-',
        row.spread,
        row.equal ? 'yes' : 'NO',
        ...YARDSTICKS.map((name) => shareText(row, rows, name)),
        formatBytes(row.stagingBytes),
        row.netBytes === undefined ? '-' : formatBytes(row.netBytes),
      ]),
    ],
    notes: [
      `${formatCount(docs)} documents of medic, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, link ${link}. Compare ratios, not seconds of two computers.`,
      'After each method both databases are compared completely, by hash of every row and by definition; a method that leaves a difference has no time.',
      'Extra files are the most bytes of files beside the databases at one time, on both hosts together.',
      `Over the net is what passed the old host's link${link === 'local' ? '; a local link does not count, so it is what the method itself counted' : ''}.`,
      ...rows.flatMap(stepsText),
      ...new Set(problems),
    ],
    keys: {
      medianSeconds: perMethod(rows, ({ seconds }) => seconds),
      equal: perMethod(rows, ({ equal }) => equal),
      stagingBytes: perMethod(rows, ({ stagingBytes }) => stagingBytes),
      netBytes: perMethod(rows, ({ netBytes }) => netBytes),
      ratios: Object.fromEntries(
        YARDSTICKS.map((name) => [name, perMethod(rows, (row) => shareOf(row, rows, name))] as const),
      ),
      stepSeconds: perMethod(rows, ({ stepSeconds }) =>
        Object.keys(stepSeconds).length > 0 ? stepSeconds : undefined,
      ),
      ...{ docs, link, rounds, streams },
    },
  }
}

function rowOf(method: string, runs: readonly Measured[]): Row {
  const equal = runs.every(({ problems }) => problems.length === 0)
  const times = runs.map(({ seconds }) => seconds)
  const steps = [...new Set(runs.flatMap(({ stepSeconds = {} }) => Object.keys(stepSeconds)))]
  const bytes = runs.flatMap(({ linkBytes, sentBytes }) => linkBytes ?? sentBytes ?? [])
  return {
    method,
    equal,
    seconds: equal ? rounded(median(times)) : undefined,
    spread: `${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)}`,
    stagingBytes: Math.max(...runs.map(({ stagingBytes }) => stagingBytes)),
    netBytes: bytes.length > 0 ? Math.round(median(bytes)) : undefined,
    stepSeconds: Object.fromEntries(
      steps.map((step) => [step, rounded(median(runs.flatMap(({ stepSeconds }) => stepSeconds?.[step] ?? [])))]),
    ),
  }
}

function shareOf({ seconds }: Row, rows: readonly Row[], yardstick: string): number | undefined {
  const whole = rows.find(({ method }) => method === yardstick)?.seconds
  return seconds === undefined || whole === undefined ? undefined : rounded(seconds / whole)
}

function shareText(row: Row, rows: readonly Row[], yardstick: string): string {
  return shareOf(row, rows, yardstick)?.toFixed(2) ?? '-'
}

function perMethod(rows: readonly Row[], figure: (row: Row) => Figure | undefined): Record<string, Figure> {
  return Object.fromEntries(
    rows.flatMap((row) => {
      const found = figure(row)
      return found === undefined ? [] : [[row.method, found]]
    }),
  )
}

function stepsText({ method, stepSeconds }: Row): readonly string[] {
  const steps = Object.entries(stepSeconds).map(([step, seconds]) => `${step} ${seconds.toFixed(1)}`)
  return steps.length > 0 ? [`Seconds of ${method}: ${steps.join(', ')}.`] : []
}
