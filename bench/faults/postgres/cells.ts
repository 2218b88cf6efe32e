import type { Cell } from '../cell.ts'
import { CLOCKS } from './clocks.ts'
import { DISKS } from './disks.ts'
import { REFUSALS } from './refusals.ts'
import { SERVERS } from './servers.ts'
import { WRITERS } from './writers.ts'

/** Everything that happens to database servers while data moves. */
export const POSTGRES_CELLS: readonly Cell[] = [...SERVERS, ...WRITERS, ...REFUSALS, ...DISKS, CLOCKS]
