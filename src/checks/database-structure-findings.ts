/** A part of a database: its kind and name, what has to be the same anywhere, and what a server says in its own words. */
export interface Part {
  readonly kind: string
  readonly name: string
  readonly detail: string
  readonly definition?: string | undefined
}

/**
 * Why something is not as on the source. `wrong`, `unfilled` (a materialized view), `behind` (a sequence) and `changed`
 * (on the source, after the moment of the copy) have to be mended; `left` wants a look; `moved` is the source going on.
 */
export type Cause = 'behind' | 'wrong' | 'unfilled' | 'changed' | 'left' | 'moved'

/** Something that is not as on the source. */
export interface Finding {
  readonly what: string
  readonly how: string
  readonly cause: Cause
}

/** Parts by kind and name. */
export type Parts = ReadonlyMap<string, Part>

export function byName(some: readonly Part[]): Parts {
  return new Map(some.map((part) => [`${part.kind} ${part.name}`, part]))
}

/** The part that says which version a server has; it is no part of the database. */
export const VERSION = 'server version'

/** Belong to the database or the server rather than to what is moved, or to nobody but readers. */
const SOFT_KINDS = ['comment', 'database', 'extension version']
const HARD_PARTS = ['database encoding']

/**
 * What is not the same on both sides. With the source's parts as of the moment of the copy, which have no definitions, what
 * is wrong only because somebody changed the source since is told apart.
 */
export function findingsOf(before: Parts, after: Parts, copied?: Parts): readonly Finding[] {
  const isSameVersion = before.get(VERSION)?.detail === after.get(VERSION)?.detail
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => name !== VERSION)
  return names.flatMap((name) => {
    const [source, target] = [before.get(name), after.get(name)]
    const finding = findingOf(name, source, target, isSameVersion)
    if (!finding || !copied || finding.cause === 'left') return finding ?? []
    const then = copied.get(name)?.detail
    return then === target?.detail && then !== source?.detail ? changedSince(finding, source, target) : finding
  })
}

function changedSince({ what, how }: Finding, source: Part | undefined, target: Part | undefined): Finding {
  const done = !source ? 'dropped' : !target ? 'made' : 'changed'
  return { what, how: `${how}: ${done} on the source after the copy`, cause: 'changed' }
}

function findingOf(
  what: string,
  source: Part | undefined,
  target: Part | undefined,
  isSameVersion: boolean,
): Finding | undefined {
  const cause = causeOf(what, source, target)
  if (!source) return target && { what, how: 'not on the source', cause }
  if (!target && isInvalid(source)) return { what, how: 'not valid on the source, and not copied', cause: 'left' }
  if (!target) return { what, how: 'missing on the target', cause }
  if (source.detail !== target.detail) return { what, how: 'differs', cause }
  if ((source.definition ?? '') !== (target.definition ?? ''))
    return isSameVersion
      ? { what, how: 'differs', cause }
      : { what, how: 'reads differently, perhaps for the other version of the server', cause: 'left' }
  return isInvalid(target) ? { what, how: 'not valid on either side', cause: 'left' } : undefined
}

function causeOf(what: string, source: Part | undefined, target: Part | undefined): Cause {
  const kind = (source ?? target)?.kind ?? ''
  if (SOFT_KINDS.includes(kind) && !HARD_PARTS.includes(what)) return 'left'
  return kind === 'materialized view' && / filled false\b/.test(target?.detail ?? '') ? 'unfilled' : 'wrong'
}

/** An index whose building failed: it takes space and time and is never used. */
function isInvalid({ kind, detail }: Part): boolean {
  return kind === 'index' && / valid (f|false)\b/.test(detail)
}
