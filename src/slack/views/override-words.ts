import type { Override } from '../../model/override.ts'
import type { Run } from '../../model/run.ts'
import { bare } from '../../model/user-error.ts'
import { lines, long, type Md, md, mention, when } from './mrkdwn.ts'

const LISTED_MAX = 5

/** Every time that somebody let the run go on outside a window or in a freeze: said for as long as the run is shown. */
export function overrideLines({ overrides = [] }: Run): Md | undefined {
  if (overrides.length === 0) return undefined
  const older = overrides.length - LISTED_MAX
  const more = older > 0 ? md`and ${older} earlier ones` : undefined
  return lines(...overrides.slice(-LISTED_MAX).map(overrideWords), more)
}

/** Who, why, and what was lifted. */
export function overrideWords({ by, at, reason, closures }: Omit<Override, 'step'>): Md {
  const lifted = long(closures.map(({ says }) => says).join(' '), 300)
  return md`*Override* by ${mention(by)}, ${when(at)}: ${long(bare(reason), 300)}. ${lifted}`
}
