import { keysIn } from '../../storm/letters-twice.ts'
import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

/** Kinds of letters whose answer never comes: the card of a run, a line of its thread, the question at a gate. */
const KINDS = ['card', 'line', 'gate']

/** Slack takes a message, and the bot dies before it hears so. */
export const KILL_IN_POST: Cell = {
  part: 'Bot',
  name: 'kill-in-post',
  fault: 'killed when Slack has taken a message and not said so yet',
  should: 'each message stands there once, and the run goes on',
  may: 'right',
  run: () => withBots({ seconds: 0.2 }, dieInPosts),
}

async function dieInPosts(scene: BotScene): Promise<Ending> {
  const { bed, people } = scene
  let bot = await scene.beginAndWait()
  for (const kind of KINDS) {
    const before = keysIn(bed, kind).length
    bed.slack.faults.dropResponse('chat.postMessage', { times: 100 })
    people.keepUnderWay(1)
    await bed.slack.waitFor(() => keysIn(bed, kind).length > before, 120_000)
    await bot.kill()
    bed.slack.faults.clear()
    bot = await scene.beginAndWait()
  }
  people.keepUnderWay(0)
  return scene.endOf(bot, 1)
}
