import { formatMs } from '../../model/duration.ts'
import type { Fit } from '../../model/last-safe.ts'
import { listed, type Md, md, when } from './mrkdwn.ts'

const NAMED_MAX = 3

/** Until when the run may begin what is left, so that the rest and the way back fit into the window. */
export function fitWords({ closesAt, lastSafeAt, restMs = 0, reverseMs = 0, unknown }: Fit): Md {
  const closes = md`closes ${when(closesAt)}`
  return lastSafeAt === undefined
    ? md`${closes}; nobody knows whether the rest fits, since ${never(unknown)} never timed`
    : md`${closes}; last safe start ${when(lastSafeAt)}, for about ${formatMs(restMs)} of work and ${formatMs(reverseMs)} of way back`
}

function never(unknown: readonly string[]): Md {
  const shown = unknown.slice(0, NAMED_MAX).map((id) => md`${id}`)
  const more = unknown.length > NAMED_MAX ? [md`${unknown.length - NAMED_MAX} more`] : []
  return md`${listed([...shown, ...more])} ${unknown.length === 1 ? 'was' : 'were'}`
}
