import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { UserError } from '../src/model/user-error.ts'
import type { Bench, Found } from './bench.ts'
import { type Kind, kinds } from './fuzz/kinds.ts'
import type { Fault, Tally } from './fuzz/target.ts'
import { wholeNumber } from './whole-number.ts'

/** What came of one kind of input. */
interface Tried extends Tally {
  readonly kind: Kind
  readonly seconds: number
}

/** What may still be held once all is done and the garbage is gone: compiled code and caches of bounded size. */
const MOST_GROWTH_MIB = 100

/** Hostile input wherever input comes in. */
export const fuzz: Bench = {
  name: 'fuzz',
  summary: 'Feeds hostile input to everything that reads some; shells are real ones.',
  needs: 'Needs nothing but sh and bash.',
  options: {
    count: 'How many inputs; 100000 when left out.',
    seed: 'Where chance begins; 1 when left out. The same seed gives the same inputs.',
    kinds: 'Some kinds by name, with commas; all when left out.',
  },
  run: async (typed, { say }) => {
    const count = wholeNumber(typed, 'count', 100_000)
    const seed = wholeNumber(typed, 'seed', 1)
    const chosen = chosenFrom(await kinds(), typed['kinds'])
    const before = heldMiB()
    const tried: Tried[] = []
    for (const kind of chosen) {
      const one = await tryKind(kind, inputsOf(kind, chosen, count), seed)
      tried.push(one)
      say(`${kind.what}: ${one.inputs} inputs in ${one.seconds} s, ${one.faults.length} faults.`)
      for (const fault of one.faults) say(faultText(fault))
    }
    return report(tried, { seed, growthMiB: Math.max(0, heldMiB() - before) })
  },
}

function chosenFrom(all: readonly Kind[], names: string | undefined): readonly Kind[] {
  const wanted = names?.split(',')
  const unknown = wanted?.find((name) => !all.some((kind) => kind.name === name))
  if (unknown !== undefined)
    throw new UserError('usage', `There is no kind ${unknown}. There are ${all.map(({ name }) => name).join(', ')}.`)
  return all.filter(({ name }) => wanted?.includes(name) ?? true)
}

function inputsOf({ share }: Kind, chosen: readonly Kind[], count: number): number {
  return Math.ceil((count * share) / chosen.reduce((sum, kind) => sum + kind.share, 0))
}

async function tryKind(kind: Kind, count: number, seed: number): Promise<Tried> {
  const startedMs = performance.now()
  const tallies: Tally[] = []
  for (const target of kind.targets) tallies.push(await target.run(Math.ceil(count / kind.targets.length), seed))
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10
  const inputs = tallies.reduce((sum, tally) => sum + tally.inputs, 0)
  return { kind, seconds, inputs, faults: tallies.flatMap(({ faults }) => faults) }
}

function faultText({ target, is, saw, input }: Fault): string {
  return `  ${is} in ${target}\n    input: ${input}\n    ${saw.replaceAll('\n', '\n    ')}`
}

function report(tried: readonly Tried[], { seed, growthMiB }: { seed: number; growthMiB: number }): Found {
  const countOf = ({ faults }: Tally, what: Fault['is']) => faults.filter(({ is }) => is === what).length
  const sum = (of: (one: Tried) => number) => tried.reduce((total, one) => total + of(one), 0)
  const crashes = sum((one) => countOf(one, 'crash'))
  const injections = sum((one) => countOf(one, 'injection'))
  const rssMiB = Math.round(process.memoryUsage.rss() / 1024 ** 2)
  const isBounded = growthMiB <= MOST_GROWTH_MIB
  const rows = tried.map((one) => [
    one.kind.what,
    ...[one.inputs, countOf(one, 'crash'), countOf(one, 'injection'), one.seconds].map(String),
  ])
  return {
    rows: [['input', 'inputs', 'crashes', 'injections', 'seconds'], ...rows],
    notes: [
      'A crash is whatever is neither a value nor a refusal in a proper sentence. An injection is a value that a real shell did not read as that one word.',
      `Afterwards ${growthMiB} MiB more were held than before${isBounded ? '' : `, which is more than ${MOST_GROWTH_MIB}`}; the process is ${rssMiB} MiB big.`,
    ],
    keys: {
      inputs: sum(({ inputs }) => inputs),
      crashes,
      injections,
      growthMiB,
      isBounded,
      rssMiB,
      seed,
      kinds: Object.fromEntries(tried.map((one) => [one.kind.name, one.inputs])),
    },
  }
}

/** What is held without the garbage. */
function heldMiB(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, external } = process.memoryUsage()
  return Math.round((heapUsed + external) / 1024 ** 2)
}
