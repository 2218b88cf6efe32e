import { z } from 'zod'
import type { DatabaseRef } from '../model/ports.ts'

/** How a plan names a Postgres database, and as whom to ask it. */
export const databaseArgs: z.ZodType<DatabaseRef> = z.object({
  host: z.string(),
  port: z.number(),
  address: z.string().optional(),
  database: z.string(),
  user: z.string(),
  password: z.string().optional(),
})

/** `cht on new-pg:5432`, for titles and sentences. */
export function showDatabase({ database, host, port }: DatabaseRef): string {
  return `${database} on ${host}:${port}`
}

/** A counting query may take hours on a big table. */
export const LONG_MS = 6 * 3_600_000
