import { dice } from '../../../src/demo/documents/dice.ts'
import { type Lap, runLap } from './lap.ts'
import { runsOf } from './movers.ts'
import { waysOf } from './way.ts'

/** How hard a storm over real moves blows. */
export interface MoveForce {
  readonly kills: number
  readonly seed: number
  readonly docs: number
}

/** Most kills of a lap, and events that may pass between two of them for each of its runs: so kills come from the first step to the last. */
const KILLS_A_LAP = 34
const CALM_EVENTS = 4
/** What one document takes on the wire, and how long a paced copy of all of them takes. */
const BYTES_A_DOCUMENT = 1000
const COPY_SECONDS = 3

/** Lap after lap, each on a playground of its own, until the bot was killed so often. */
export async function stormOverMoves(
  { kills, seed, docs }: MoveForce,
  program: string,
  say: (sentence: string) => void,
): Promise<readonly Lap[]> {
  const ways = waysOf(`${Math.ceil((docs * BYTES_A_DOCUMENT) / COPY_SECONDS / 1000)}kB/s`)
  const laps: Lap[] = []
  for (let left = kills; left > 0; ) {
    const way = ways[laps.length % ways.length] ?? ways[0]
    const chance = dice(`move storm ${seed} ${laps.length}`)
    const rhythm = { kills: Math.min(left, KILLS_A_LAP), calmEvents: CALM_EVENTS * runsOf(way) }
    const lap = await runLap({ way, program, docs, ...rhythm, chance, say })
    const wrong = wrongIn(lap)
    say(`${way.name}: ${lap.kills.length} kills. ${wrong.length === 0 ? 'Nothing is wrong.' : wrong.join('; ')}`)
    laps.push(lap)
    left -= lap.kills.length
  }
  return laps
}

function wrongIn({ judgement }: Lap): readonly string[] {
  const { lost, repeated, decidable, failed, postedTwice, broken } = judgement
  return [...lost, ...repeated, ...decidable, ...failed, ...postedTwice, ...broken]
}
