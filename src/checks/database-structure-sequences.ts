import type { Finding } from './database-structure-findings.ts'
import type { Sequence, SequencePlaces } from './sequence-places.ts'

/** The sequences of both sides, and where the source's stood when it was copied, if somebody wrote that down. */
export interface Sequences {
  readonly from?: SequencePlaces | undefined
  readonly source: ReadonlyMap<string, Sequence>
  readonly target: ReadonlyMap<string, Sequence>
}

/**
 * Sequences that do not stand where they should. A source that is written to after the copy moves on, which is no fault
 * of the copy; but a target that stands behind where the source stood at the copy would give numbers that the copied rows
 * already hold, however the source stands by now.
 */
export function sequenceFindings({ from, source, target }: Sequences): readonly Finding[] {
  const names = [...source.keys()].filter((name) => target.has(name))
  return names.flatMap((name) => {
    const found = compare(from?.[name], source.get(name), target.get(name))
    return found ? [{ what: `sequence ${name}`, ...found }] : []
  })
}

type Found = Omit<Finding, 'what'>

function compare(from: string | null | undefined, source?: Sequence, target?: Sequence): Found | undefined {
  const [now, has] = [source?.next, target?.next]
  if (now === undefined || has === undefined || from === null)
    return { how: 'may not be read by the login, so nobody knows where it stands', cause: 'wrong' }
  if (!source || from === undefined)
    return now === has ? undefined : { how: `gives ${has} next, and ${now} on the source`, cause: 'wrong' }
  return compareSince(BigInt(from), now, has, source)
}

function compareSince(then: bigint, now: bigint, has: bigint, sequence: Sequence): Found | undefined {
  const [moved, held] = [wayTo(then, now, sequence), wayTo(then, has, sequence)]
  const both = `it gives ${now} next on the source, ${has} on the target`
  if (held < 0n)
    return { how: `gives ${has} next, behind the ${then} of the source when it was copied`, cause: 'behind' }
  if (held === moved) return undefined
  if (held < moved) return { how: `moved on since: ${both}`, cause: 'moved' }
  if (moved < 0n) return { how: `was set back since: ${both}`, cause: 'moved' }
  if (sequence.round !== undefined && moved > 0n)
    return { how: `goes round and moved on since: ${both}`, cause: 'moved' }
  return { how: `gives ${has} next, further than ${now} on the source`, cause: 'wrong' }
}

/** How far a sequence goes from one number to another; below zero when it never comes there. */
function wayTo(from: bigint, to: bigint, { step, round }: Sequence): bigint {
  const way = step < 0n ? from - to : to - from
  return way < 0n && round !== undefined ? way + round : way
}
