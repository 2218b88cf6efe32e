import type { Cell } from '../cell.ts'
import { type ClusterScene, onClusters } from '../stage/clusters.ts'
import { endsEqual } from '../stage/move-endings.ts'

type Which = 'source' | 'target'

async function killed(scene: ClusterScene, which: Which) {
  const side = scene[which]
  await scene.bot.begin()
  await scene.untilMidCopy()
  await side.crash()
  return endsEqual(scene, async () => {
    await side.cluster.start().catch(() => undefined)
  })
}

export const SERVERS: readonly Cell[] = [
  {
    part: 'Postgres',
    name: 'source-killed',
    fault: 'the source server is ended by KILL in the middle of the copy',
    should: 'the failure says that the snapshot is gone; rolled back and begun again, both hold the same',
    may: 'right',
    run: () => onClusters({}, (scene) => killed(scene, 'source')),
  },
  {
    part: 'Postgres',
    name: 'target-killed',
    fault: 'the target server is ended by KILL while rows land',
    should: 'it waits for the server or says what to do, then sends what is missing, and both hold the same',
    may: 'right',
    run: () => onClusters({}, (scene) => killed(scene, 'target')),
  },
]
