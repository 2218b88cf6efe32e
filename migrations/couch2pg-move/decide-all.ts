import { type Case, COMPRESSION, decide, METHOD, RELAY, type Rule, STREAMS } from './choose.ts'
import { rowSeconds } from './forecast.ts'
import { isMuchFaster } from './much-faster.ts'
import type { Params } from './params.ts'
import { type Choice, known, type World } from './world.ts'

/** What was chosen, and a sentence for each choice. */
export interface Decided {
  readonly choice: Choice
  readonly sentences: readonly string[]
}

interface Asked {
  readonly params: Params
  readonly world: World
  readonly open: readonly string[]
}

/** Everything that was left open, in an order in which each choice may look at those before it. What was typed stays. */
export function decideAll(params: Params, world: World, open: readonly string[]): Decided {
  const asked = { params, world, open }
  const { method, relay, streams, compression, limit } = params
  const typed: Decided = { choice: { method, relay, streams, compression, limit }, sentences: [] }
  const way = ifOpen(asked, 'relay', ifOpen(asked, 'method', typed, METHOD), RELAY)
  const all = either(asked, 'compression', either(asked, 'streams', way, STREAMS), COMPRESSION)
  return way.choice.method === 'stream' ? all : { choice: all.choice, sentences: way.sentences }
}

/** Decides what is open; says nothing of what was typed. */
function ifOpen<Name extends keyof Choice>(
  asked: Asked,
  name: Name,
  decided: Decided,
  rules: readonly Rule<Choice[Name]>[],
): Decided {
  return asked.open.includes(name) ? either(asked, name, decided, rules) : decided
}

/** Decides what is open; of what was typed it says what it would have been, where that makes much of a difference. */
function either<Name extends keyof Choice>(
  { params, world, open }: Asked,
  name: Name,
  { choice, sentences }: Decided,
  rules: readonly Rule<Choice[Name]>[],
): Decided {
  const the = { world, names: params, choice }
  const found = decide(rules, the)
  if (!found) return { choice, sentences }
  const { value, because } = found
  if (open.includes(name))
    return { choice: { ...choice, [name]: value }, sentences: [...sentences, `${name}=${value}: ${because}`] }
  if (!differsMuch(name, value, the)) return { choice, sentences }
  const instead = `${name}=${choice[name]} was typed. Left to itself, Drover would take ${value}: ${because}`
  return { choice, sentences: [...sentences, instead] }
}

/** Half or twice as many streams, or rows that would come much faster. */
function differsMuch(name: keyof Choice, value: Choice[keyof Choice], { world, choice }: Case): boolean {
  if (value === choice[name]) return false
  if (name === 'streams') return Number(value) >= 2 * choice.streams || choice.streams >= 2 * Number(value)
  const textBytes = known(world.textBytes)
  if (textBytes === undefined) return false
  return isMuchFaster(rowSeconds({ ...choice, [name]: value }, world, textBytes), rowSeconds(choice, world, textBytes))
}
