import type { Told } from './errand.ts'
import { watchExtraFiles } from './extra-files.ts'
import type { Method } from './method.ts'
import type { Pair } from './pair.ts'
import { startTicker } from './ticker.ts'

/** One method, once. It counts as a time only when nothing differs and nothing failed. */
export interface Measured extends Told {
  readonly method: string
  readonly seconds: number
  /** Most bytes of files beside the databases at one time, on both hosts. */
  readonly stagingBytes: number
  /** Bytes over the link, where it counts. */
  readonly linkBytes?: number | undefined
  /** What differs, or why it failed: one sentence each. */
  readonly problems: readonly string[]
}

/** Every method in turn, as often as there are rounds: a computer that is busy for a while is busy for all of them. */
export async function inRounds(
  pair: Pair,
  methods: readonly Method[],
  rounds: number,
  say: (sentence: string) => void,
): Promise<readonly Measured[]> {
  const all: Measured[] = []
  for (let round = 1; round <= rounds; round++)
    for (const method of methods) {
      const measured = await once(pair, method, `Round ${round} of ${rounds}, ${method.name}`, say)
      say(summary(round, measured))
      all.push(measured)
    }
  return all
}

async function once(pair: Pair, method: Method, about: string, say: (sentence: string) => void): Promise<Measured> {
  const ticker = startTicker(about, say)
  try {
    ticker.now('getting ready, not timed')
    await method.prepare(pair)
    const timed = await timeOf(pair, method, ticker.now)
    ticker.now('comparing everything, not timed')
    const differences = timed.failed === undefined ? await method.differences(pair) : [timed.failed]
    return { method: method.name, ...timed.measured, problems: differences }
  } finally {
    ticker.stop()
  }
}

interface Timed {
  readonly measured: Omit<Measured, 'method' | 'problems'>
  readonly failed?: string
}

async function timeOf(pair: Pair, method: Method, say: (sentence: string) => void): Promise<Timed> {
  const before = await pair.link.bytes()
  const files = watchExtraFiles(pair)
  const startedMs = performance.now()
  const ended = await method.run(pair, say).then(
    (told) => ({ told }),
    (error: unknown) => ({ told: {}, failed: error instanceof Error ? error.message : String(error) }),
  )
  const seconds = (performance.now() - startedMs) / 1000
  const after = await pair.link.bytes()
  const linkBytes = before === undefined || after === undefined ? undefined : after - before
  const { told, ...failure } = ended
  return { measured: { ...told, seconds, stagingBytes: await files.peakBytes(), linkBytes }, ...failure }
}

function summary(round: number, { method, seconds, problems }: Measured): string {
  const [first] = problems
  return `Round ${round}: ${method} took ${seconds.toFixed(1)} s${first === undefined ? ', and nothing differs.' : ` and does not count: ${first}`}`
}
