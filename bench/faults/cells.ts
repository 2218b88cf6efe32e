import type { Cell } from './cell.ts'

/** Every fault of the matrix, side by side as the table has them. */
export const CELLS: readonly Cell[] = []
