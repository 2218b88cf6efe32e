import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

const HOURS_MS = 3_600_000

/** Somebody sets the clock of the bot's machine while a job runs: far ahead at one act, far behind at the next. */
export const CLOCK_SET: readonly Cell[] = [
  { ...cellOf([6, -6]), name: 'clock-set-ahead', fault: 'the clock set ahead by six hours, and behind by six' },
  { ...cellOf([-6, 6]), name: 'clock-set-back', fault: 'the clock set behind by six hours, and ahead by six' },
]

function cellOf(hours: readonly [number, number]) {
  return {
    part: 'Bot',
    should: 'each act once; an act may count as too long, and then somebody is asked to retry it',
    may: 'right',
    run: () => withBots({ seconds: 4 }, (scene) => setClocks(scene, hours)),
  } as const
}

async function setClocks(scene: BotScene, [first, second]: readonly [number, number]): Promise<Ending> {
  const bot = await scene.beginAndWait()
  scene.people.keepUnderWay(1)
  await scene.untilRuns('carry')
  scene.people.keepUnderWay(0)
  bot.tell({ do: 'set-clock', aheadMs: first * HOURS_MS })
  await scene.untilRuns('hand-over')
  bot.tell({ do: 'set-clock', aheadMs: second * HOURS_MS })
  return scene.endOf(bot, 1)
}
