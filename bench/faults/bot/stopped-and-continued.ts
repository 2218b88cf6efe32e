import { setTimeout as wait } from 'node:timers/promises'
import { signal } from '../../../src/demo/processes.ts'
import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

/** Longer than the act takes and than Slack waits for an answer. */
const STOPPED_MS = { short: 8000, long: 180_000 }

/** The process stands still in the middle of an act, as when a machine is suspended, and goes on as if nothing had been. */
export const STOPPED_AND_CONTINUED: Cell = {
  part: 'Bot',
  name: 'stopped-and-continued',
  fault: 'its process stopped in the middle of an act (SIGSTOP), and let go on when that had ended (SIGCONT)',
  should: 'the act once, and the run goes on to its end',
  may: 'right',
  run: (_, length) => withBots({ seconds: 2 }, (scene) => standStill(scene, STOPPED_MS[length])),
}

async function standStill(scene: BotScene, stoppedMs: number): Promise<Ending> {
  const bot = await scene.beginAndWait()
  scene.people.keepUnderWay(1)
  await scene.untilRuns('carry')
  scene.people.keepUnderWay(0)
  signal(bot.pid, 'SIGSTOP')
  await wait(stoppedMs)
  const written = await scene.bed.ledger()
  signal(bot.pid, 'SIGCONT')
  const ending = await scene.endOf(bot, 1)
  return {
    ...ending,
    saw: `${written.length} acts stood in the ledger while it stood still for ${stoppedMs / 1000} s. ${ending.saw}`,
  }
}
