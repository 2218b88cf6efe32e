import { DECIDERS, STARTER, startLedgerBed } from './ledger-bed.ts'
import { lettersTwice } from './letters-twice.ts'
import { type Reckoning, reckon } from './reckoning.ts'
import { type Force, storm, type Weather } from './weather.ts'

/** A part of a storm, on a host and a workspace of its own. */
export interface LedgerLap {
  readonly weather: Weather
  readonly reckoning: Reckoning
  readonly postedTwice: readonly string[]
}

const MOST_CHANNELS = 10
/** More kills go to another host and workspace, so that a long storm is not slowed down by what piled up in them. */
const KILLS_A_LAP = 250

/** Lap after lap, until the bot was killed so often. */
export async function stormOverLedgers(
  force: Force,
  program: string,
  say: (sentence: string) => void,
): Promise<readonly LedgerLap[]> {
  const laps: LedgerLap[] = []
  for (let left = force.kills; left > 0; left -= KILLS_A_LAP) {
    say(`Starting a host and a workspace; ${left} kills are left.`)
    laps.push(
      await runLap({ ...force, kills: Math.min(left, KILLS_A_LAP), seed: force.seed + laps.length }, program, say),
    )
  }
  return laps
}

async function runLap(force: Force, program: string, say: (sentence: string) => void): Promise<LedgerLap> {
  const bed = await startLedgerBed(Math.min(force.runs, MOST_CHANNELS))
  try {
    const weather = await storm(bed, program, force, say)
    const postedTwice = lettersTwice(bed, [STARTER, ...Object.values(DECIDERS)])
    return { weather, reckoning: await reckon(bed), postedTwice }
  } finally {
    await bed.stop()
  }
}
