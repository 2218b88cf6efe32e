import { until } from '../../../src/demo/until.ts'
import { compiledOnce } from '../../storm/compiled.ts'
import { groupOf } from '../../storm/job-folders.ts'
import { DECIDERS, type LedgerBed, STARTER, startLedgerBed } from '../../storm/ledger-bed.ts'
import { lettersTwice } from '../../storm/letters-twice.ts'
import { hatch, type Mortal } from '../../storm/mortal.ts'
import type { Deaths } from '../../storm/order.ts'
import { letPeopleAct, type People } from '../../storm/people.ts'
import { reckon } from '../../storm/reckoning.ts'
import type { Sight } from '../../storm/sight.ts'
import { createSights, type Sights } from '../../storm/sights.ts'
import type { Ending } from '../cell.ts'

/** A host with a ledger, people, and bots that come and go on one journal. */
export interface BotScene {
  readonly bed: LedgerBed
  readonly sights: Sights
  readonly people: People
  /** Starts a bot and lets it begin; it is ended with the scene at the latest. */
  begin(ways?: { readonly deaths?: Deaths; readonly heap?: readonly string[] }): Mortal
  /** The same once it is connected. Throws with the end of its log when it ends before that. */
  beginAndWait(): Promise<Mortal>
  /** Waits for something that was heard of a run. */
  until(what: string, holds: (sight: Sight) => boolean): Promise<Sight>
  /** Waits until the job of a step runs on the host, and gives its name. */
  untilRuns(step: string): Promise<string>
  /** Waits until so many runs have ended, stops the bot, and holds journal, ledger and Slack against each other. */
  endOf(bot: Mortal, runs: number, allowing?: Allowing): Promise<Ending>
}

/** What is no fault after what was done to a bot. */
export interface Allowing {
  /** It forgot what it had posted. */
  readonly lettersMayComeTwice: boolean
}

/** How a scene is set. */
export interface SceneWays {
  /** How long the longest act of a run takes. */
  readonly seconds: number
  /** Whether a run is taken back at its gate; none when left out. */
  readonly takesBack?: (sight: Sight) => boolean
}

const PATIENCE_MS = 180_000

/** Plays a cell, and clears everything away. */
export async function withBots(
  { seconds, takesBack = () => false }: SceneWays,
  body: (scene: BotScene) => Promise<Ending>,
): Promise<Ending> {
  const program = (await compiledOnce()).bot
  const bed = await startLedgerBed()
  const sights = createSights()
  const people = letPeopleAct({ bed, sights: sights.all, seconds, takesBack })
  const bots: Mortal[] = []
  const begin: BotScene['begin'] = ({ deaths, heap } = {}) => {
    const bot = hatch({ program, env: bed.env, hear: sights.hear, heap })
    bots.push(bot)
    bot.begin(deaths)
    return bot
  }
  try {
    return await body({
      ...{ bed, sights, people, begin },
      beginAndWait: async () => {
        const bot = begin()
        if (await bot.isUp) return bot
        throw new Error(`A bot did not come up: ${bot.log.slice(-5).join(' ')}`)
      },
      until: (what, holds) => seen(sights, what, () => sights.all().find(holds)),
      untilRuns: async (step) => {
        const { job } = await seen(sights, `the start of ${step}`, () =>
          sights.all().find((sight) => sight.step === step),
        )
        const isThere = async () => ((await groupOf(bed, job)) === undefined ? undefined : job)
        return until(isThere, { timeoutMs: PATIENCE_MS, everyMs: 20, otherwise: () => `${job} was never seen to run.` })
      },
      endOf: async (bot, runs, allowing) => {
        await seen(sights, `the end of ${runs} runs`, () => haveEnded(sights, runs))
        await bot.stop()
        return judged(bed, allowing)
      },
    })
  } finally {
    await people.stop()
    await Promise.all(bots.map((bot) => bot.kill()))
    await bed.stop()
  }
}

/** True once so many runs are there and all have ended. */
export function haveEnded(sights: Sights, runs: number): true | undefined {
  const all = sights.all()
  return all.length >= runs && all.every(({ hasEnded }) => hasEnded) ? true : undefined
}

function seen<Found>(sights: Sights, what: string, look: () => Found | undefined): Promise<Found> {
  const where = () => sights.all().map(({ run, status, step }) => `${run} is ${status} at ${step}`)
  return until(async () => look(), {
    timeoutMs: PATIENCE_MS,
    everyMs: 20,
    otherwise: () => `Waited in vain for ${what}: ${where().join('; ') || 'no run was heard of'}.`,
  })
}

async function judged(bed: LedgerBed, allowing: Allowing = { lettersMayComeTwice: false }): Promise<Ending> {
  const { runs, acts, lost, repeated, asked, decidable, failed, broken } = await reckon(bed)
  const twice = allowing.lettersMayComeTwice ? [] : lettersTwice(bed, [STARTER, ...Object.values(DECIDERS)])
  const wrong = [
    ...lost.map((what) => `lost: ${what}`),
    ...repeated.map((what) => `done twice: ${what}`),
    ...decidable.map((what) => `asked although the host could have told: ${what}`),
    ...failed.map((what) => `failed: ${what}`),
    ...twice.map((what) => `posted twice: ${what}`),
    ...(broken === undefined ? [] : [broken]),
  ]
  if (wrong.length > 0) return { ended: 'wrong', saw: wrong.join('; ') }
  if (asked.length > 0) return { ended: 'asked', saw: `Somebody was asked about ${asked.join(', ')}.` }
  return { ended: 'right', saw: `${runs} runs ended, and ${acts} acts stand in the ledger once.` }
}
