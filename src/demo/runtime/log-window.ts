/** Which part of a log to show. */
export interface LogWindow {
  /** Instant in ms; lines before it are left out. */
  sinceMs?: number | undefined
  /** Only so many lines from the end. */
  lastLines?: number | undefined
}

/**
 * The part of couch2pg's log that was asked for. Only some lines carry a time; the others belong
 * to the time of the line above them.
 */
export function logWindow(text: string, { sinceMs, lastLines }: LogWindow): string[] {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const recent = sinceMs === undefined ? lines : lines.slice(firstSince(lines, sinceMs))
  return lastLines === undefined ? recent : recent.slice(Math.max(0, recent.length - lastLines))
}

/** Reads a time as docker and journalctl take it: `@1763701679`, `1763701679`, an ISO date, `10m` or `10 min ago`. */
export function parseSince(text: string, nowMs: number): number | undefined {
  const [, seconds] = /^@?(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (seconds !== undefined) return Number(seconds) * 1_000
  const [, count, unit] = /^-?(\d+)\s*(s|sec|m|min|h|hour|d|day)s?(?: ago)?$/.exec(text) ?? []
  const unitMs = unit === undefined ? undefined : UNITS_MS[unit.slice(0, 1)]
  if (count !== undefined && unitMs !== undefined) return nowMs - Number(count) * unitMs
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : atMs
}

const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function firstSince(lines: string[], sinceMs: number): number {
  const first = lines.findIndex((line) => {
    const [, at] = /^\[(\d{4}-\S+) /.exec(line) ?? []
    return at !== undefined && Date.parse(at) >= sinceMs
  })
  return first === -1 ? lines.length : first
}
