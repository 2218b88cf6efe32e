import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BedFolder, createBedFolder } from '../../../src/demo/bed-folder.ts'
import { dice } from '../../../src/demo/documents/dice.ts'
import { formatBytes } from '../../../src/model/amount.ts'
import type { Cell, Ending } from '../cell.ts'
import { type Cutter, startCutter } from '../stage/cutter.ts'
import { fileMigration } from '../stage/file-migration.ts'
import { type Machine, startMachine } from '../stage/machine.ts'
import { type SmallBot, startSmallBot, whereIs } from '../stage/small-bot.ts'

const BYTES = 3_000_000
const BYTES_A_SECOND = 1_500_000
const CUTS = 2
const OLD = 'old-host'
const NEW = 'new-host'
/** The home of each machine stands there, so that one path is two files. */
const PLACE = '/srv'

/** A file streams from host to host through the bot while every connection is cut, twice. */
async function cutStream(seed: number): Promise<Ending> {
  const folder = await createBedFolder()
  try {
    const bytes = randomBytes(BYTES)
    const [old, now] = await Promise.all([startSide(folder, OLD), startSide(folder, NEW)])
    await writeFile(join(old.homeDir, 'file'), bytes)
    const cutter = await folder.keep(startCutter([old.config.port, now.config.port]))
    const bot = await startBot(folder, [old, now], cutter.ports, createHash('sha256').update(bytes).digest('hex'))
    const cuts = cutAtRandom(cutter, seed)
    await bot.begin()
    const run = await bot.until('an end', ({ status }) => status !== 'running')
    const arrived = await readFile(join(now.homeDir, 'file')).catch(() => Buffer.alloc(0))
    const left = (await readdir(now.homeDir)).filter((name) => name.startsWith('file'))
    const isSame = arrived.equals(bytes)
    const saw = `${whereIs(run, bot.runs)} After ${cuts()} cuts ${formatBytes(arrived.length)} of ${formatBytes(BYTES)} are there, ${isSame ? 'the same bytes' : 'other bytes'}, in ${left.join(', ')}.`
    return { ended: run.status === 'succeeded' && isSame && cuts() === CUTS ? 'right' : 'wrong', saw }
  } finally {
    await folder.clear()
  }
}

async function startSide(folder: BedFolder, name: string): Promise<Machine> {
  const machine = await folder.keep(startMachine(folder.dir, name))
  await machine.asRoot(`mount --bind ${machine.homeDir} ${PLACE}`)
  return machine
}

function startBot(
  folder: BedFolder,
  [old, now]: readonly [Machine, Machine],
  [oldPort = 0, newPort = 0]: readonly number[],
  sha256: string,
): Promise<SmallBot> {
  const file = { source: OLD, target: NEW, path: `${PLACE}/file`, bytes: BYTES, sha256, limit: BYTES_A_SECOND }
  return folder.keep(
    startSmallBot({
      dataPath: join(folder.dir, 'data'),
      hosts: { [OLD]: { ...old.config, port: oldPort }, [NEW]: { ...now.config, port: newPort } },
      migration: fileMigration(file),
    }),
  )
}

/** Gives how often it has cut. Each byte passes twice, once into the bot and once out of it. */
function cutAtRandom(cutter: Cutter, seed: number): () => number {
  const chance = dice(`stream ${seed}`)
  let cuts = 0
  const arm = () =>
    cutter.after(chance.between(100_000, BYTES), () => {
      cutter.cut()
      cuts += 1
      if (cuts < CUTS) arm()
    })
  arm()
  return () => cuts
}

export const CUT_STREAM: Cell = {
  part: 'Hosts',
  name: 'cut-in-stream',
  fault: 'every connection is cut at random bytes while a file streams from host to host (twice, by seed)',
  should: 'it goes on where the target’s piece ends, and the file is the same',
  may: 'right',
  run: cutStream,
}
