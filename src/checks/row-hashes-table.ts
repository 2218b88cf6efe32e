import { z } from 'zod'

/**
 * How a table is hashed, all of which both sides have to have in common: the server's function, the key that picks the
 * rows of a sample (an empty text is the whole row), and the columns, as a short digest of their names.
 */
export const way = z.object({
  by: z.enum(['hashtextextended', 'md5']),
  encoding: z.string().optional(),
  sampledBy: z.string().optional(),
  columns: z.string(),
})
export type Way = z.infer<typeof way>

/** A table as measured: its rows, and the 128-bit hash of `hashedRows` of them with the way it was taken. */
const tableHash = z.object({
  rows: z.number(),
  hash: z.string().optional(),
  hashedRows: z.number().optional(),
  way: way.optional(),
})
export type TableHash = z.infer<typeof tableHash>

/** Tables by their quoted name. */
export const tableHashes = z.record(z.string(), tableHash)
export type TableHashes = z.infer<typeof tableHashes>

/** How much is proven: the number of rows, one row in 100, or every row. */
export const proof = z.enum(['count', 'sample', 'hash'])
export type Proof = z.infer<typeof proof>
