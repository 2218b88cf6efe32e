import { z } from 'zod'
import { Sight } from './sight.ts'

/** Where a bot is to die by its own hand: at the first place of these kinds that is not among the known ones. */
export const Deaths = z.object({ at: z.array(z.enum(['journal', 'hosts', 'mail'])), known: z.array(z.string()) })
export type Deaths = z.infer<typeof Deaths>

/** What a bot is told, a line of JSON each. */
export const Order = z.discriminatedUnion('do', [
  z.object({ do: z.literal('begin'), deaths: Deaths.optional() }),
  z.object({ do: z.literal('set-clock'), aheadMs: z.number() }),
  z.object({ do: z.literal('eat') }),
  z.object({ do: z.literal('back-up'), toPath: z.string() }),
])
export type Order = z.infer<typeof Order>

/** What a bot tells, a line of JSON each. */
export const Heard = z.object({
  /** Every active run, once it is connected. */
  ready: z.array(Sight).optional(),
  changed: Sight.optional(),
  /** Why it did not begin. */
  refused: z.string().optional(),
  /** The place where it dies now. */
  dies: z.string().optional(),
})
export type Heard = z.infer<typeof Heard>
