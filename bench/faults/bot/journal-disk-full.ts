import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { STARTER } from '../../storm/ledger-bed.ts'
import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

const run = promisify(execFile)
/** Long enough for many looks at a job that has ended meanwhile. */
const FULL_MS = 4000

/** The disk with the journal has no room left while an act ends, and somebody asks for something. */
async function fill(scene: BotScene): Promise<Ending> {
  const { dataPath, channels, slack } = scene.bed
  await mkdir(dataPath)
  await run('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0700', 'tmpfs', dataPath]).catch((cause: unknown) => {
    throw new Error('A small disk could not be mounted, so no disk was full.', { cause })
  })
  try {
    const bot = await scene.beginAndWait()
    scene.people.keepUnderWay(1)
    const job = await scene.untilRuns('carry')
    scene.people.keepUnderWay(0)
    await run('sh', ['-c', `cat /dev/zero > ${dataPath}/ballast 2>/dev/null || :`])
    const runId = job.split('-')[0] ?? ''
    const starter = slack.as(STARTER)
    await starter.command(channels[0] ?? '', `hold ${runId} reason="Wait."`)
    await sleep(FULL_MS)
    const heard = starter.ephemerals().map(({ text = '' }) => text)
    const isStill = scene.sights.all().every(({ step }) => step === 'carry')
    await run('rm', [`${dataPath}/ballast`])
    if (!heard.some((text) => text.startsWith('The disk with the journal is full, so nothing was changed.')))
      return { ended: 'wrong', saw: `Whoever asked for a hold heard: ${heard.join(' ')}` }
    if (!isStill) return { ended: 'wrong', saw: 'The run went on though nothing could be written down.' }
    return await scene.endOf(bot, 1)
  } finally {
    await run('umount', ['-l', dataPath])
  }
}

export const JOURNAL_DISK_FULL: Cell = {
  part: 'Bot',
  name: 'journal-disk-full',
  fault: 'the disk with the journal is full while an act ends and somebody asks for a hold',
  should: 'nothing acts and whoever asks hears why; it goes on when there is room',
  may: 'right',
  run: () => withBots({ seconds: 1 }, fill),
}
