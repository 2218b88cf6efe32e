import { type Past, z } from '../../src/kit.ts'
import type { Choice, Names } from './world.ts'

/**
 * Bytes a second, for where no run was timed yet. Of a database with a million documents, 2.3 GB or 1.9 GB as text, on two
 * cores that both servers shared, as `npm run bench -- move` measures it.
 */
export const RATES = {
  /** Text that one stream writes into tables: with two streams 32 s. */
  take: 30e6,
  /** Size of the database: indexes built in 3.7 s, statistics gathered in 0.6 s. */
  index: 620e6,
  analyze: 3.8e9,
  /** Size of the database for each materialized view: three filled in 12 s. */
  refresh: 565e6,
  /** Tables counted and compared on one side. */
  prove: 400e6,
  /** Text, by hand: dump 15 s, gzip 46 s, gunzip 9 s, restore without views 66 s; reading an archive through. */
  dump: 127e6,
  gzip: 41e6,
  gunzip: 211e6,
  restore: 29e6,
  read: 200e6,
  /** Size of the cluster: base copy, follow and promote in 11.5 s, packed 2.5 times smaller. */
  base: 200e6,
}

/** How much smaller gzip makes the dump; the runbook's own example has 60 GB of 175. */
export const GZIP_SHARE = 0.35
export const BASE_RATIO = 2.5

/** For what could not be measured: an ordinary line, what CHT documents do, jsonb as it lies on disk. */
export const ASSUMED = { link: 12.5e6, packing: { bytesPerSecond: 300e6, ratio: 3.5 }, textPerTableByte: 1.3 }

const comparable = z.object({
  source: z.string(),
  target: z.string(),
  method: z.string(),
  limit: z.number().optional(),
})
/** A much smaller run says more about starting programs than about bytes. */
const SMALLEST_SHARE = 1 / 20

/** What the newest run of the same pair and method took for each step, brought to this size. */
export function learnt(
  past: readonly Past[],
  { source, target }: Pick<Names, 'source' | 'target'>,
  { method, limit }: Pick<Choice, 'method' | 'limit'>,
  sizeBytes: number,
): { readonly run: string; readonly stepSeconds: Readonly<Record<string, number>> } | undefined {
  const found = past.find(({ params, steps }) => {
    const known = comparable.safeParse(params)
    if (!known.success) return false
    const isSamePair = known.data.source === source && known.data.target === target
    const isSameWay = known.data.method === method && known.data.limit === limit
    return isSamePair && isSameWay && sizeOf(steps) >= sizeBytes * SMALLEST_SHARE
  })
  if (!found) return undefined
  const factor = sizeBytes / sizeOf(found.steps)
  const seconds = Object.entries(found.steps).map(([id, { actedMs }]) => [id, (actedMs / 1000) * factor] as const)
  return { run: found.run, stepSeconds: Object.fromEntries(seconds) }
}

function sizeOf(steps: Past['steps']): number {
  const size = z.number().safeParse(steps['inventory']?.outputs['sizeBytes'])
  return size.success ? size.data : 0
}
