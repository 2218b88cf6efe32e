/**
 * As much as each stream takes along in a turn: a hold waits for the end of it. Under a limit a turn is what passes in so
 * many seconds, or one item.
 */
const MOST_BYTES = 512 * 1024 * 1024
const MOST_SECONDS = 30
/** A stream that is through with a share claims the next one: few enough to cost little, small enough that all end together. */
const SHARES = 64

/** How many streams there are, and the most bytes a second of all of them together. */
interface Streams {
  readonly streams: number
  readonly limit?: number | undefined
}

interface Sized {
  readonly bytes: number
}

/** How many of the items that are left all streams take along next, at least one: starting streams costs dozens of processes. */
export function nextTurn<Item extends Sized>(
  left: readonly Item[],
  { streams, limit = Number.POSITIVE_INFINITY }: Streams,
): readonly Item[] {
  const most = Math.min(MOST_BYTES * streams, limit * MOST_SECONDS)
  let bytes = 0
  const end = left.findIndex((item, at) => {
    bytes += item.bytes
    return at > 0 && bytes > most
  })
  return end < 0 ? left : left.slice(0, end)
}

/** The items of a turn, in order, in shares that one stream each takes whole. */
export function sharesOf<Item extends Sized>(turn: readonly Item[]): readonly (readonly Item[])[] {
  const goal = sumOf(turn) / SHARES
  const shares: Item[][] = []
  let open = Number.POSITIVE_INFINITY
  for (const item of turn) {
    if (open >= goal) {
      shares.push([])
      open = 0
    }
    shares.at(-1)?.push(item)
    open += item.bytes
  }
  return shares
}

function sumOf(items: readonly Sized[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0)
}
