/** As much as one stream takes along at a time: a hold waits for the end of it. Under a limit it is what passes in so many seconds, or one item. */
const MOST_BYTES = 512 * 1024 * 1024
const MOST_SECONDS = 30
/** Less is not worth a turn of its own, which costs some fifty processes and two sessions. */
const LEAST_BYTES = 16 * 1024 * 1024
/** Of its fair share: the rest evens out that one stream is faster than another. */
const SHARE = 0.75

/** How many streams there are, and the most bytes a second of all of them together. */
export interface Streams {
  readonly streams: number
  readonly limit?: number | undefined
}

/**
 * How many of the items that are left a free stream takes next: most of its fair share, at least one. Big turns at first
 * cost little to start, small ones at the end let all streams end together.
 */
export function nextBatch<Item extends { readonly bytes: number }>(
  left: readonly Item[],
  { streams, limit = Number.POSITIVE_INFINITY }: Streams,
): readonly Item[] {
  const fair = left.reduce((sum, { bytes }) => sum + bytes, 0) / streams
  const most = Math.min(MOST_BYTES, (limit / streams) * MOST_SECONDS)
  const goal = Math.min(most, Math.max(fair * SHARE, LEAST_BYTES))
  const batch: Item[] = []
  let bytes = 0
  for (const item of left) {
    if (batch.length > 0 && bytes + item.bytes > goal) break
    batch.push(item)
    bytes += item.bytes
  }
  return batch
}

/** Works through all items by batches, `streams` at a time. The first failure lets the others end theirs and stops. */
export async function inBatches<Item extends { readonly bytes: number }>(
  items: readonly Item[],
  among: Streams,
  work: (batch: readonly Item[]) => Promise<void>,
): Promise<void> {
  let left = items
  let isBroken = false
  const stream = async () => {
    while (left.length > 0 && !isBroken) {
      const batch = nextBatch(left, among)
      left = left.slice(batch.length)
      await work(batch).catch((error: unknown) => {
        isBroken = true
        throw error
      })
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: among.streams }, stream))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}
