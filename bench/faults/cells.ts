import type { Cell } from './cell.ts'
import { POWER_CUTS } from './hosts/power-cuts.ts'

/** Every fault of the matrix, side by side as the table has them. */
export const CELLS: readonly Cell[] = [...POWER_CUTS]
