import type { Cell } from '../cell.ts'
import { type HostScene, onMachine } from '../stage/host-scene.ts'
import { endsAsked, endsRight } from '../stage/job-endings.ts'
import { type Standstill, standStill, standStillAt } from '../stage/stand-in.ts'

/** The machine loses its power at a place of the job's life and comes back with another boot id. */
async function cutAt({ machine }: HostScene, place: Standstill): Promise<void> {
  await place.reached()
  await machine.powerOff()
  await place.clear()
  await machine.boot()
}

/** How often a job's folder is touched from its upload to its exit code. */
const ACTS = 19

/** A reboot at the dangerous moments of a job. */
export const POWER_CUTS: readonly Cell[] = [
  {
    part: 'Hosts',
    name: 'reboot-before-spawn',
    fault: 'the host reboots after it took the job, before anything was started',
    should: 'the job is started once, as if for the first time',
    may: 'right',
    run: () =>
      onMachine({}, async (scene) => {
        const place = await standStill(scene.machine, 'setsid', '*')
        await scene.bot.begin()
        await cutAt(scene, place)
        await scene.letGo()
        return endsRight(scene)
      }),
  },
  {
    part: 'Hosts',
    name: 'reboot-before-signature',
    fault: 'the host reboots after the claim, before the runner has signed it',
    should: 'no script begins unsigned, so it is started once, as if for the first time',
    may: 'right',
    run: () =>
      onMachine({}, async (scene) => {
        const place = await standStill(scene.machine, 'ln', '*/run/owner')
        await scene.bot.begin()
        await cutAt(scene, place)
        await scene.letGo()
        return endsRight(scene)
      }),
  },
  {
    part: 'Hosts',
    name: 'reboot-while-running',
    fault: 'the host reboots while the job runs',
    should: 'the driver is asked what became of it, and nothing is done meanwhile',
    may: 'asked',
    run: () =>
      onMachine({}, async (scene) => {
        await scene.bot.begin()
        await scene.untilInLedger('begin')
        await scene.machine.powerOff()
        await scene.machine.boot()
        return endsAsked(scene)
      }),
  },
  {
    part: 'Hosts',
    name: 'reboot-before-exit-file',
    fault: 'the host reboots after the job ended, before its exit code was published',
    should: 'the driver is asked what became of it, and nothing is done meanwhile',
    may: 'asked',
    run: () =>
      onMachine({}, async (scene) => {
        const place = await standStill(scene.machine, 'ln', '*/exit')
        await scene.bot.begin()
        await scene.letGo()
        await cutAt(scene, place)
        return endsAsked(scene)
      }),
  },
  {
    part: 'Hosts',
    name: 'reboot-anywhere',
    fault: `the host reboots before the nth of the ${ACTS} acts on the folder of the job`,
    should: 'the job runs once, or the driver is asked; it never runs twice by itself',
    may: 'asked',
    places: ACTS,
    run: (seed) =>
      onMachine({}, async (scene) => {
        const place = await standStillAt(scene.machine, 1 + ((seed - 1) % ACTS))
        await scene.bot.begin()
        await scene.letGo()
        await cutAt(scene, place)
        const run = await scene.bot.until('an end', ({ status }) => status === 'succeeded' || status === 'uncertain')
        return run.status === 'succeeded' ? endsRight(scene) : endsAsked(scene)
      }),
  },
]
