import type { Deaths } from '../../storm/order.ts'
import type { Cell, Ending } from '../cell.ts'
import { type BotScene, haveEnded, withBots } from '../stage/bot-scene.ts'

/** One run goes to its end, and one is taken back. */
const RUNS = 2

/**
 * A bot that dies at the first place where none has died yet, and the next one, and so on, until one lives: before and
 * after each transaction, act and letter there is.
 */
export const KILL_EVERYWHERE: readonly Cell[] = [
  {
    ...cellOf('journal'),
    name: 'kill-at-every-journal-write',
    fault: 'killed before and after each transaction of the journal',
  },
  {
    ...cellOf('hosts'),
    name: 'kill-around-every-effect',
    fault: 'killed before and after each act on the host and each first look at one',
  },
  {
    ...cellOf('mail'),
    name: 'kill-around-every-letter',
    fault: 'killed before, within and after each write of a letter',
  },
]

function cellOf(at: Deaths['at'][number]) {
  return {
    part: 'Bot',
    should: 'each act once, nothing lost, nobody asked',
    may: 'right',
    run: () => withBots({ seconds: 0.5, takesBack: everySecond() }, (scene) => dieEverywhere(scene, at)),
  } as const
}

async function dieEverywhere(scene: BotScene, at: Deaths['at'][number]): Promise<Ending> {
  const known: string[] = []
  scene.people.keepUnderWay(RUNS)
  for (;;) {
    if (scene.sights.all().length >= RUNS) scene.people.keepUnderWay(0)
    const bot = scene.begin({ deaths: { at: [at], known } })
    const place = await placeOfDeath(scene, bot.ended)
    if (place === undefined) {
      const ending = await scene.endOf(bot, RUNS)
      const takenBack = (await scene.bed.ledger()).filter((job) => job.includes('-undo-')).length
      if (takenBack === 0) throw new Error('No run was taken back, so no undo was shown.')
      return { ...ending, saw: `${known.length} deaths, ${takenBack} acts taken back. ${ending.saw}` }
    }
    if (known.includes(place)) throw new Error(`A bot died twice ${place}: ${bot.log.slice(-5).join(' ')}`)
    known.push(place)
  }
}

/** Undefined for a bot that lives until every run has ended. */
async function placeOfDeath({ sights, people }: BotScene, ended: Promise<unknown>): Promise<string | undefined> {
  let hasDied = false
  void ended.then(() => {
    hasDied = true
  })
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (sights.all().length >= RUNS) people.keepUnderWay(0)
      if (!hasDied && !haveEnded(sights, RUNS)) return
      clearInterval(look)
      resolve(hasDied ? (sights.diedAt() ?? 'at a place that it did not tell') : undefined)
    }, 20)
  })
}

/** Takes back every second run that comes to a gate. */
function everySecond(): ({ run }: { run: string }) => boolean {
  const come: string[] = []
  return ({ run }) => {
    if (!come.includes(run)) come.push(run)
    return come.indexOf(run) % 2 === 1
  }
}
