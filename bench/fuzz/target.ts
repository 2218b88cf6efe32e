import fc from 'fast-check'

/** A hostile value that became more than the one word it was inserted as, or went where it should not. */
export class Injection extends Error {}

/** One fault that an input showed, shrunk to the smallest input that still shows it. */
export interface Fault {
  readonly target: string
  readonly is: 'crash' | 'injection'
  readonly saw: string
  readonly input: string
}

/** What came of so many inputs. */
export interface Tally {
  readonly inputs: number
  readonly faults: readonly Fault[]
}

/** One place of Drover that hostile input reaches. */
export interface Target {
  readonly name: string
  /** Tries at least so many inputs, the same ones for the same seed. */
  run(count: number, seed: number): Promise<Tally>
}

/** How many inputs one drawn value holds, where they are tried many at a time. */
interface Batch<Input> {
  readonly inputsIn: (input: Input) => number
  readonly aboutEach: number
}

/** After so many different faults a target has told enough. */
const MOST_FAULTS = 5

/** A target that throws when an input breaks something: an Injection, or anything else for a crash. */
export function target<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  attempt: (input: Input) => unknown,
  batch: Batch<Input> = { inputsIn: () => 1, aboutEach: 1 },
): Target {
  return {
    name,
    async run(count, seed) {
      const faults: Fault[] = []
      let tried = 0
      const property = fc.asyncProperty(inputs, async (input) => {
        tried += batch.inputsIn(input)
        await attempt(input)
      })
      for (let round = 0; tried < count && faults.length < MOST_FAULTS; round++) {
        const numRuns = Math.ceil((count - tried) / batch.aboutEach)
        const found = await fc.check(property, { seed: seed + round, numRuns })
        if (found.failed) faults.push(faultOf(name, found.counterexample?.[0], found.errorInstance))
      }
      return { inputs: tried, faults }
    },
  }
}

function faultOf(name: string, input: unknown, error: unknown): Fault {
  const saw = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    target: name,
    is: error instanceof Injection ? 'injection' : 'crash',
    saw: saw.split('\n').slice(0, 6).join('\n'),
    input: fc.stringify(input).slice(0, 2000),
  }
}
