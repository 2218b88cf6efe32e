import type { Json } from '../../model/json.ts'
import type { DiskCurve, Moved } from '../report.ts'
import type { Story } from './source.ts'

/** Steps that wrote down how much they moved. */
export function movedOf({ turns }: Story): readonly Moved[] {
  return turns.flatMap(({ event }) => {
    if (event.type !== 'step-succeeded') return []
    const { rows, bytes, sentBytes } = event.outputs
    const moved = { step: event.step, rows: amount(rows), bytes: amount(sentBytes) ?? amount(bytes) }
    return moved.rows === undefined && moved.bytes === undefined ? [] : [moved]
  })
}

function amount(value: Json | undefined): number | undefined {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof count === 'number' && Number.isFinite(count) && count > 0 ? count : undefined
}

const FREE = /^free (.+)$/

/** Mount points that were looked at more than once: how much they had free each time. */
export function disksOf({ turns }: Story): readonly DiskCurve[] {
  const curves = new Map<string, DiskCurve>()
  for (const { event } of turns) {
    if (!('evidence' in event)) continue
    for (const { title, values, measuredAt } of event.evidence)
      for (const [name, value] of Object.entries(values)) {
        const mount = FREE.exec(name)?.[1]
        if (mount === undefined || typeof value !== 'number') continue
        const key = `${title} ${mount}`
        const earlier = curves.get(key)?.points.filter(({ at }) => at !== measuredAt) ?? []
        curves.set(key, { title, mount, points: [...earlier, { at: measuredAt, freeBytes: value }] })
      }
  }
  return [...curves.values()].filter(({ points }) => points.length > 1)
}
