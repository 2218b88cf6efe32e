import type { Evidence, Tolerance } from './check.ts'
import type { Gate } from './run.ts'

/** Everything that moved since people saw the evidence of a gate: one sentence each, empty when it still holds. */
export function movedSince(
  gate: Gate,
  evidence: readonly Evidence[],
  hostKeys: Readonly<Record<string, string>>,
): readonly string[] {
  const places = Array.from({ length: Math.max(gate.evidence.length, evidence.length) }, (_, index) => index)
  const hosts = [...new Set([...Object.keys(gate.hostKeys), ...Object.keys(hostKeys)])]
  return [
    ...places.flatMap((index) => driftAt(gate.evidence[index], evidence[index])),
    ...hosts
      .filter((host) => gate.hostKeys[host] !== hostKeys[host])
      .map((host) => `${host} shows the host key ${hostKeys[host] ?? 'of nobody'} now.`),
  ]
}

function driftAt(before: Evidence | undefined, now: Evidence | undefined): readonly string[] {
  if (before && now) return drift(before, now)
  return [`${(before ?? now)?.title} was not measured both times.`]
}

/** One sentence for each value that moved beyond the tolerance people saw, between two measurements of one check. */
export function drift(before: Evidence, now: Evidence): readonly string[] {
  const names = [...new Set([...Object.keys(before.values), ...Object.keys(now.values)])]
  const moved = names
    .filter((name) => !within(before.values[name], now.values[name], before.tolerance?.[name]))
    .map(
      (name) =>
        `${now.title}: ${name} moved from ${before.values[name] ?? 'nothing'} to ${now.values[name] ?? 'nothing'}.`,
    )
  const worse = rank[now.outcome] > rank[before.outcome]
  return [...(worse ? [`${now.title}: ${before.outcome} became ${now.outcome}. ${now.summary}`] : []), ...moved]
}

const rank = { pass: 0, warn: 1, waiting: 2, fail: 3, error: 4 }

function within(
  before: string | number | undefined,
  now: string | number | undefined,
  tolerance: Tolerance | undefined,
): boolean {
  if (tolerance === 'any' || before === now) return true
  if (typeof before !== 'number' || typeof now !== 'number' || tolerance === undefined) return false
  const allowed = 'absolute' in tolerance ? tolerance.absolute : (Math.abs(before) * tolerance.percent) / 100
  return Math.abs(now - before) <= allowed
}
