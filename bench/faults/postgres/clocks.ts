import type { Cell, Ending } from '../cell.ts'
import { type ClusterScene, onClusters } from '../stage/clusters.ts'
import { endsEqual, STRAIGHT } from '../stage/move-endings.ts'
import { setClockOf } from '../stage/wrong-clock.ts'

const AHEAD_HOURS = 3

/** Instants of steps are the bot's own, so no step ends before it began, whatever the hosts say. */
async function moveAcrossTime(scene: ClusterScene): Promise<Ending> {
  await setClockOf(scene.source.machine, AHEAD_HOURS)
  await setClockOf(scene.target.machine, -AHEAD_HOURS)
  const [old, now] = await Promise.all([scene.source, scene.target].map(secondsOf(scene)))
  const apart = Math.round(((old ?? 0) - (now ?? 0)) / 3600)
  if (apart !== 2 * AHEAD_HOURS) throw new Error(`The clocks of the hosts are ${apart} h apart.`)
  await scene.bot.begin()
  const ending = await endsEqual(scene)
  const { steps } = await scene.bot.run()
  const backwards = Object.values(steps).filter(({ startedAt = '', endedAt = '' }) => endedAt < startedAt)
  const isSound = ending.saw.includes(STRAIGHT) && backwards.length === 0
  const saw = `${apart} h between the hosts. ${ending.saw} ${backwards.length} steps end before they begin.`
  return { ended: isSound ? ending.ended : 'wrong', saw }
}

/** What the clock says to a program that the bot runs there. */
const secondsOf =
  ({ bot, source, errand }: ClusterScene) =>
  async (side: ClusterScene['source']): Promise<number> => {
    const host = side === source ? errand.source.host : errand.target.host
    return Number((await bot.tools.hosts.ask(host, 'date +%s')).stdout)
  }

export const CLOCKS: Cell = {
  part: 'Postgres',
  name: 'clocks-apart',
  fault: 'the clock of the source’s host is three hours ahead, and that of the target’s three behind',
  should: 'nothing of the move depends on them, and both hold the same',
  may: 'right',
  run: () => onClusters({}, moveAcrossTime),
}
