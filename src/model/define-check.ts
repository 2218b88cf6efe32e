import { z } from 'zod'
import type { Check, CheckCall, RegisteredCheck } from './check.ts'
import type { OutputRef } from './shell.ts'

/** Arguments as a plan may hold them: any of them may be what an earlier step will have found. */
export type Loose<Args> = {
  readonly [Key in keyof Args]: (Args[Key] extends (infer Item)[] ? readonly Item[] : Args[Key]) | OutputRef
}

/** Makes calls of a check for plans, and carries the check for the engine to look up. */
export interface CheckMaker<Args> {
  (args: Loose<Args>): CheckCall
  readonly registered: RegisteredCheck
}

/** A check that plans can name. `args` says what it takes; references are filled in before it runs. */
export function defineCheck<Args, Measured>(
  spec: Check<Args, Measured> & { args: z.ZodType<Args>; title: (args: Loose<Args>) => string },
): CheckMaker<Args> {
  const { name, version, args: schema, title, measure, judge } = spec
  const call = (args: Loose<Args>): CheckCall => ({
    check: name,
    version,
    title: title(args),
    args: z.json().parse(args),
  })
  const registered: RegisteredCheck = {
    name,
    version,
    run: async (args, tools, scope) => {
      const known = schema.parse(args)
      return judge(await measure(known, tools, scope), known)
    },
  }
  return Object.assign(call, { registered })
}
