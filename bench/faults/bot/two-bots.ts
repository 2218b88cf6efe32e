import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

/** Somebody starts a second bot on the journal of one that runs. */
export const TWO_BOTS: Cell = {
  part: 'Bot',
  name: 'two-bots-on-one-journal',
  fault: 'a second one started on the same journal, in the middle of an act',
  should: 'the second ends with a sentence, the first goes on',
  may: 'right',
  run: () => withBots({ seconds: 1 }, startTwo),
}

async function startTwo(scene: BotScene): Promise<Ending> {
  const first = await scene.beginAndWait()
  scene.people.keepUnderWay(1)
  await scene.untilRuns('carry')
  scene.people.keepUnderWay(0)
  const second = scene.begin()
  if (await second.isUp) return { ended: 'wrong', saw: 'The second bot came up beside the first.' }
  const said = scene.sights.refused()
  const ending = await scene.endOf(first, 1)
  if (said === undefined) return { ended: 'wrong', saw: `The second ended without a sentence. ${second.log.join(' ')}` }
  return { ...ending, saw: `The second said: ${said} ${ending.saw}` }
}
