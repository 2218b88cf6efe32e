import { formatCount } from '../../src/model/amount.ts'
import type { Found } from '../bench.ts'
import { median, rounded } from '../statistics.ts'
import { DAMAGES } from './damage.ts'

/** One proof: its times on two equal databases, and which damages it saw. */
export interface Examined {
  readonly name: string
  readonly seconds: readonly number[]
  /** Damage to whether it was seen. */
  readonly sees: Readonly<Record<string, boolean>>
}

/** What was examined, and whether both databases were equal again at the end. */
export interface Examination {
  readonly proofs: readonly Examined[]
  readonly rows: number
  readonly docs: number
  readonly rounds: number
}

/** The table and the object of all proofs. */
export function report({ proofs, rows, docs, rounds }: Examination): Found {
  return {
    rows: [
      ['', 'median s', 'fastest to slowest', ...DAMAGES.map(({ name }) => `sees ${name}`)],
      ...proofs.map(({ name, seconds, sees }) => [
        name,
        median(seconds).toFixed(2),
        `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
        ...DAMAGES.map((damage) => (sees[damage.name] ? 'yes' : 'NO')),
      ]),
    ],
    notes: [
      `${formatCount(docs)} documents of medic, ${formatCount(rows)} rows on each side, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}. A time is for both sides together, on equal databases.`,
      'Every proof called the equal databases equal in every round. Then the target was damaged in four ways, one at a time:',
      ...DAMAGES.map(({ name, what }) => `${name}: ${what}.`),
    ],
    keys: {
      medianSeconds: Object.fromEntries(proofs.map(({ name, seconds }) => [name, rounded(median(seconds))])),
      sees: Object.fromEntries(proofs.map(({ name, sees }) => [name, sees])),
      ...{ docs, rows, rounds },
    },
  }
}
