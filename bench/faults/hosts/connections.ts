import { setTimeout as sleep } from 'node:timers/promises'
import { dice } from '../../../src/demo/documents/dice.ts'
import type { Cell } from '../cell.ts'
import { type HostScene, onMachine } from '../stage/host-scene.ts'
import { endsRight } from '../stage/job-endings.ts'
import { HOST } from '../stage/job-migration.ts'

/** From the first look at the job until its start was answered, about so many bytes pass. */
const CLAIM_BYTES = 12_000
/** The bot waits so long before it tries a broken way again. */
const RETRY_MS = 3000

async function cutInCommand(scene: HostScene) {
  const { bot, machine } = scene
  await bot.begin()
  await scene.untilInLedger('begin')
  for (let cuts = 0; cuts < 2; cuts++) {
    await machine.cut()
    await sleep(RETRY_MS / 2)
  }
  await scene.letGo()
  return endsRight(scene)
}

async function cutInClaim(scene: HostScene, seed: number) {
  const { bot, cutter } = scene
  const chance = dice(`cut ${seed}`)
  await bot.tools.hosts.ask(HOST, 'true')
  let cuts = 0
  const arm = () =>
    cutter.after(chance.between(1, CLAIM_BYTES), () => {
      cutter.cut()
      if (++cuts < 3) arm()
    })
  arm()
  await bot.begin()
  await scene.letGo()
  const ending = await endsRight(scene)
  if (cuts === 0) throw new Error('Nothing was cut: fewer bytes passed than chance had chosen.')
  return ending
}

async function sshdRestarts(scene: HostScene) {
  const { bot, machine } = scene
  await bot.begin()
  await scene.untilInLedger('begin')
  await machine.restartSshd()
  await scene.letGo()
  await scene.untilInLedger('end')
  await machine.restartSshd()
  return endsRight(scene)
}

export const CONNECTIONS: readonly Cell[] = [
  {
    part: 'Hosts',
    name: 'cut-in-command',
    fault: 'every connection is cut, twice, while a job runs',
    should: 'the job goes on and is found again; it runs once',
    may: 'right',
    run: () => onMachine({}, cutInCommand),
  },
  {
    part: 'Hosts',
    name: 'cut-in-claim',
    fault: 'the connection is cut at random bytes while a job is being started (up to three times, by seed)',
    should: 'the job is started or found; it runs once',
    may: 'right',
    run: (seed) => onMachine({}, (scene) => cutInClaim(scene, seed)),
  },
  {
    part: 'Hosts',
    name: 'sshd-restart',
    fault: 'sshd restarts while a job runs, and again when it has ended',
    should: 'the job goes on and is found again; it runs once',
    may: 'right',
    run: () => onMachine({}, sshdRestarts),
  },
]
