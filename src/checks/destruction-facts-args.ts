import { z } from 'zod'
import { databaseArgs, showDatabase } from './database-args.ts'
import { contents } from './destruction-facts-known.ts'

export const factsArgs = z.object({
  /** The database by the name that people know it by. */
  on: databaseArgs,
  /** The name that a quarantine of this run gave it. Nobody enters it then: one session would be one too many. */
  aside: z.string().optional(),
  /** The output `contents` of a look before it was set aside. */
  before: contents.optional(),
  /** The copy that stays, and when its rows were last proven equal. */
  copy: databaseArgs.optional(),
  provenAt: z.string().optional(),
  provenRows: z.coerce.number().optional(),
})

export type FactsArgs = z.infer<typeof factsArgs>

/** `cht on old-pg:5432`, or `cht_drover_m7f3xq_gone on old-pg:5432 (which was cht)`. */
export function showDoomed({ on, aside }: FactsArgs): string {
  return aside === undefined
    ? showDatabase(on)
    : `${showDatabase({ ...on, database: aside })} (which was ${on.database})`
}

export function showCopy({ copy }: FactsArgs): string {
  return copy ? showDatabase(copy) : 'none'
}
