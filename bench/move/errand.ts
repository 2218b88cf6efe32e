import { z } from 'zod'
import { configSchema } from '../../src/config/schema.ts'

/** A move that Drover is sent on, as plain data. */
export const Errand = z.object({
  params: z.record(z.string(), z.string()),
  config: configSchema,
  env: z.record(z.string(), z.string()),
  dataPath: z.string(),
})
export type Errand = z.infer<typeof Errand>

/** What a method tells about itself, beside the time it took: seconds of each step, where it has steps, and bytes sent. */
export const Told = z
  .object({
    stepSeconds: z.record(z.string(), z.number()).exactOptional(),
    sentBytes: z.number().exactOptional(),
  })
  .readonly()
export type Told = z.infer<typeof Told>

/** What Drover says on its way: a sentence for people, how it went, or why it failed. */
export const Word = z.union([
  z.object({ sentence: z.string() }),
  z.object({ told: Told }),
  z.object({ failed: z.string() }),
])
export type Word = z.infer<typeof Word>
