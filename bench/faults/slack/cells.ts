import type { Cell } from '../cell.ts'
import { callCells } from './busy-and-broken.ts'
import { envelopeCells } from './envelopes.ts'
import { outageCell } from './outage.ts'
import { placeCells } from './places.ts'
import { refusalCells } from './refusals.ts'
import { socketCells } from './sockets.ts'
import { stepUpKeyCell } from './step-up-key.ts'

/** What Slack may do to Drover. */
export const SLACK_CELLS: readonly Cell[] = [
  ...callCells,
  stepUpKeyCell,
  ...envelopeCells,
  ...socketCells,
  outageCell,
  ...placeCells,
  ...refusalCells,
]
