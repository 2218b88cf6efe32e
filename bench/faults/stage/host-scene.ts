import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createBedFolder } from '../../../src/demo/bed-folder.ts'
import { until } from '../../../src/demo/until.ts'
import type { Ending } from '../cell.ts'
import { type Cutter, startCutter } from './cutter.ts'
import { HOST, type JobWays, jobMigration } from './job-migration.ts'
import { type Machine, startMachine } from './machine.ts'
import { type LinkWays, type SlowLink, startSlowLink } from './slow-link.ts'
import { type SmallBot, startSmallBot } from './small-bot.ts'

/** One machine, and a bot with a run of one job on it that writes lines into a ledger. */
export interface HostScene {
  readonly machine: Machine
  readonly bot: SmallBot
  /** Folder of the bot's journal. */
  readonly dataPath: string
  /** The way from the bot to the machine. */
  readonly cutter: Cutter
  /** A slow part of that way, where the cell wants it. */
  readonly link?: SlowLink | undefined
  /** The lines that the job wrote, read as a file: what really happened, whatever anybody says. */
  ledger(): Promise<readonly string[]>
  untilInLedger(line: string): Promise<void>
  /** Lets the job go on that waits for it. */
  letGo(): Promise<void>
  /** Folder of the job's first attempt. */
  jobDir(): Promise<string>
}

/** Plays a cell on a machine of its own, and clears everything away. */
export async function onMachine(
  ways: JobWays & { readonly link?: LinkWays },
  body: (scene: HostScene) => Promise<Ending>,
): Promise<Ending> {
  const folder = await createBedFolder()
  try {
    const machine = await folder.keep(startMachine(folder.dir, HOST))
    const cutter = await folder.keep(startCutter([machine.config.port]))
    const link = ways.link && (await folder.keep(startSlowLink(ways.link, cutter.ports)))
    const [port = 0] = (link ?? cutter).ports
    const dataPath = join(folder.dir, 'data')
    await mkdir(dataPath)
    const hosts = { [HOST]: { ...machine.config, port } }
    const bot = await folder.keep(startSmallBot({ dataPath, hosts, migration: jobMigration(ways) }))
    return await body({ ...sceneOf(machine, bot, cutter, dataPath), link })
  } finally {
    await folder.clear()
  }
}

function sceneOf(machine: Machine, bot: SmallBot, cutter: Cutter, dataPath: string): HostScene {
  const ledger = async () => {
    const text = await readFile(join(machine.homeDir, 'ledger'), 'utf8').catch(() => '')
    return text.split('\n').filter(Boolean)
  }
  return {
    ...{ machine, bot, cutter, dataPath, ledger },
    untilInLedger: async (line) => {
      const otherwise = async () => `The job never wrote "${line}"; the ledger holds ${wordsOf(await ledger())}.`
      await until(async () => ((await ledger()).includes(line) ? true : undefined), { timeoutMs: 60_000, otherwise })
    },
    letGo: () => writeFile(join(machine.homeDir, 'go'), ''),
    jobDir: async () => join(machine.jobsDir, `${(await bot.run()).id}-write-1`),
  }
}

/** The lines of a ledger for a sentence. */
export function wordsOf(lines: readonly string[]): string {
  return lines.length === 0 ? 'nothing' : lines.join(', ')
}
