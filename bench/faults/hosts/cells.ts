import type { Cell } from '../cell.ts'
import { CONNECTIONS } from './connections.ts'
import { CUT_STREAM } from './cut-stream.ts'
import { DISK_FULL } from './disk-full.ts'
import { LOST_JOBS } from './lost-jobs.ts'
import { ODD_COMMANDS } from './odd-commands.ts'
import { ODD_OUTPUT } from './odd-output.ts'
import { POWER_CUTS } from './power-cuts.ts'
import { SLOW_LINKS } from './slow-links.ts'

/** Everything that happens to hosts, the most dangerous first. */
export const HOST_CELLS: readonly Cell[] = [
  ...POWER_CUTS,
  ...LOST_JOBS,
  ...CONNECTIONS,
  CUT_STREAM,
  ...SLOW_LINKS,
  ...DISK_FULL,
  ...ODD_COMMANDS,
  ...ODD_OUTPUT,
]
