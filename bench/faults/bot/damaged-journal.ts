import { existsSync } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../../../src/demo/until.ts'
import { restore } from '../../../src/journal/sqlite/restore.ts'
import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

/** Somebody tidies up the file with the newest transactions while the bot is down. */
async function deleteLog(scene: BotScene): Promise<Ending> {
  const wal = join(scene.bed.dataPath, 'drover.sqlite-wal')
  const first = await scene.beginAndWait()
  await underWay(scene)
  await first.kill()
  await rename(wal, `${wal}.kept`)
  const second = scene.begin()
  if (await second.isUp) return { ended: 'wrong', saw: 'A bot came up on a journal that had lost its end.' }
  const said = scene.sights.refused() ?? ''
  if (!/the newest of them are not there any more.* drover restore/.test(said))
    return { ended: 'wrong', saw: `It said: ${said || second.log.join(' ')}` }
  await copyFile(`${wal}.kept`, wal)
  const ending = await scene.endOf(await scene.beginAndWait(), 1)
  return { ...ending, saw: `It said: ${said} Put back: ${ending.saw}` }
}

/** The machine of the bot is lost after the run has ended, and all that is left is a backup from the middle of an act. */
async function restoreBackup(scene: BotScene): Promise<Ending> {
  const { dataPath, dir } = scene.bed
  const backup = join(dir, 'backup.sqlite')
  const first = await scene.beginAndWait()
  await underWay(scene)
  first.tell({ do: 'back-up', toPath: backup })
  await until(async () => existsSync(backup) || undefined, {
    timeoutMs: 60_000,
    everyMs: 20,
    otherwise: () => 'The bot made no backup.',
  })
  await scene.until('the end of the run', ({ hasEnded }) => hasEnded)
  await first.kill()
  await rename(dataPath, `${dataPath}-lost`)
  await restore(backup, { path: join(dataPath, 'drover.sqlite'), now: () => new Date() })
  const second = await scene.beginAndWait()
  if (!scene.sights.all().some(({ hasEnded }) => !hasEnded))
    return { ended: 'wrong', saw: 'The run was not under way in the backup.' }
  const ending = await scene.endOf(second, 1, { lettersMayComeTwice: true })
  await rm(`${dataPath}-lost`, { recursive: true })
  return ending
}

async function underWay({ people, untilRuns }: BotScene): Promise<void> {
  people.keepUnderWay(1)
  await untilRuns('carry')
  people.keepUnderWay(0)
}

/** What becomes of a journal that is not what the bot wrote last. */
export const DAMAGED_JOURNAL: readonly Cell[] = [
  {
    part: 'Bot',
    name: 'journal-log-deleted',
    fault: 'killed in the middle of an act, and the newest transactions deleted with the -wal',
    should: 'it does not start and says what is intact; with the -wal back it goes on',
    may: 'right',
    run: () => withBots({ seconds: 1 }, deleteLog),
  },
  {
    part: 'Bot',
    name: 'restored-in-mid-run',
    fault: 'everything lost after the run had ended, and a backup from the middle of an act restored',
    should: 'decisions are asked for again, what was done is found and not repeated',
    may: 'right',
    run: () => withBots({ seconds: 1 }, restoreBackup),
  },
]
