import { z } from 'zod'

/** Rows, how many of them were hashed, and two sums of 64-bit hashes: of a table, of a piece or of a bucket. */
export interface Sum {
  readonly rows: number
  readonly hashed: number
  readonly first: bigint
  readonly second: bigint
}

/** A row of an answer with `rows`, `first` and `second`, and perhaps `hashed`. */
export const sumRow: z.ZodType<Sum> = z
  .object({
    rows: z.coerce.number(),
    hashed: z.coerce.number().optional(),
    first: z.string(),
    second: z.string(),
  })
  .transform(({ rows, hashed = rows, first, second }) => ({
    rows,
    hashed,
    first: BigInt(first),
    second: BigInt(second),
  }))

/** No rows at all. */
export const NOTHING: Sum = { rows: 0, hashed: 0, first: 0n, second: 0n }

export function add(a: Sum, b: Sum): Sum {
  return { rows: a.rows + b.rows, hashed: a.hashed + b.hashed, first: a.first + b.first, second: a.second + b.second }
}

/** 128 bits in hex: both sums modulo 2^64. Sums and not exclusive ors, so that a row there twice is noticed. */
export function hashOf({ first, second }: Sum): string {
  return [first, second].map((sum) => BigInt.asUintN(64, sum).toString(16).padStart(16, '0')).join('')
}
