import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

/** A heap that the bot fits into, and little more. */
const SMALL_HEAP = ['--max-old-space-size=64']

/** The process runs out of memory in the middle of an act. */
export const OUT_OF_MEMORY: Cell = {
  part: 'Bot',
  name: 'out-of-memory',
  fault: 'out of memory in the middle of an act',
  should: 'the next one finds the act and goes on',
  may: 'right',
  run: () => withBots({ seconds: 1 }, eatUp),
}

async function eatUp(scene: BotScene): Promise<Ending> {
  const greedy = scene.begin({ heap: SMALL_HEAP })
  if (!(await greedy.isUp)) throw new Error(`The bot did not come up: ${greedy.log.slice(-3).join(' ')}`)
  scene.people.keepUnderWay(1)
  await scene.untilRuns('carry')
  scene.people.keepUnderWay(0)
  greedy.tell({ do: 'eat' })
  const { code, signal } = await greedy.ended
  if (!greedy.log.some((line) => line.includes('out of memory')))
    return { ended: 'wrong', saw: `It ended with ${signal ?? code}, and not for want of memory.` }
  return scene.endOf(await scene.beginAndWait(), 1)
}
