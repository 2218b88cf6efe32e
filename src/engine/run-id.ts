import { randomInt } from 'node:crypto'

/** Letters and digits that nobody mixes up when reading them aloud at night. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A new run id: a letter and five more, 859 million of them. Jobs on hosts are claimed by it for ever. */
export function newRunId(): string {
  const pick = (from: string) => from[randomInt(from.length)] ?? 'a'
  return pick(ALPHABET.slice(0, 23)) + Array.from({ length: 5 }, () => pick(ALPHABET)).join('')
}
