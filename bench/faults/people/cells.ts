import type { Cell } from '../cell.ts'
import { hostileText } from './hostile-text.ts'
import { roleRemoved } from './role-removed.ts'
import { thousandClicks } from './thousand-clicks.ts'

/** What people may do to Drover. */
export const PEOPLE_CELLS: readonly Cell[] = [roleRemoved, thousandClicks, hostileText]
