import type { Cell } from '../cell.ts'
import { CLOCK_SET } from './clock-set.ts'
import { DAMAGED_JOURNAL } from './damaged-journal.ts'
import { JOURNAL_DISK_FULL } from './journal-disk-full.ts'
import { KILL_EVERYWHERE } from './kill-everywhere.ts'
import { KILL_IN_CLAIM } from './kill-in-claim.ts'
import { KILL_IN_POST } from './kill-in-post.ts'
import { KILL_IN_STREAM } from './kill-in-stream.ts'
import { OUT_OF_MEMORY } from './out-of-memory.ts'
import { STOPPED_AND_CONTINUED } from './stopped-and-continued.ts'
import { TWO_BOTS } from './two-bots.ts'

/** Everything that happens to the bot itself, its deaths first. */
export const BOT_CELLS: readonly Cell[] = [
  ...KILL_EVERYWHERE,
  KILL_IN_CLAIM,
  KILL_IN_POST,
  KILL_IN_STREAM,
  OUT_OF_MEMORY,
  STOPPED_AND_CONTINUED,
  TWO_BOTS,
  ...CLOCK_SET,
  ...DAMAGED_JOURNAL,
  JOURNAL_DISK_FULL,
]
