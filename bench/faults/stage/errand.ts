import { z } from 'zod'
import { databaseArgs } from '../../../src/checks/database-args.ts'
import { configSchema } from '../../../src/config/schema.ts'

/** A move that a bot is there for, as plain data, so that a process can be sent on it. */
export const Errand = z.object({
  dataPath: z.string(),
  hosts: configSchema.shape.hosts,
  secrets: z.record(z.string(), z.string()),
  source: databaseArgs,
  target: databaseArgs,
  bytesASecond: z.number(),
})
export type Errand = z.infer<typeof Errand>
