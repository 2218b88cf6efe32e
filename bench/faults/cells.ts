import { BOT_CELLS } from './bot/cells.ts'
import type { Cell } from './cell.ts'
import { HOST_CELLS } from './hosts/cells.ts'
import { PEOPLE_CELLS } from './people/cells.ts'
import { POSTGRES_CELLS } from './postgres/cells.ts'
import { SLACK_CELLS } from './slack/cells.ts'

/** Every fault of the matrix, side by side as the table has them. */
export const CELLS: readonly Cell[] = [...BOT_CELLS, ...HOST_CELLS, ...POSTGRES_CELLS, ...SLACK_CELLS, ...PEOPLE_CELLS]
