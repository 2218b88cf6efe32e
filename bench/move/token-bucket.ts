/** How fast a link is, and how much it lets through at once after a pause. */
export interface Rate {
  readonly bytesPerSecond: number
  readonly burstBytes: number
}

/** What may pass now; below zero is what was let through already and has to be waited for. */
export interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

/** A bucket that nobody has used for a while. */
export function fullBucket({ burstBytes }: Rate, nowMs: number): Bucket {
  return { tokens: burstBytes, atMs: nowMs }
}

/** Takes bytes, and says how long they have to wait. Who comes later waits behind them: the bucket is shared fairly. */
export function take(
  rate: Rate,
  bucket: Bucket,
  bytes: number,
  nowMs: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const earned = (Math.max(0, nowMs - bucket.atMs) * rate.bytesPerSecond) / 1000
  const tokens = Math.min(rate.burstBytes, bucket.tokens + earned) - bytes
  const waitMs = tokens >= 0 ? 0 : (-tokens * 1000) / rate.bytesPerSecond
  return { bucket: { tokens, atMs: Math.max(nowMs, bucket.atMs) }, waitMs }
}
