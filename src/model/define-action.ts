import { z } from 'zod'
import type { ActionContext, RegisteredAction } from './action.ts'
import type { Loose } from './define-check.ts'
import type { Outputs, Tools } from './ports.ts'
import type { ActionAct } from './step.ts'

/** Makes acts of an action for plans, and carries the action for the engine to look up. */
export interface ActionMaker<Args> {
  (args: Loose<Args>): ActionAct
  readonly registered: RegisteredAction
}

/** An action that plans can name; it has to leave a marker in the target for each part it finished. */
export function defineAction<Args>(spec: {
  name: string
  version: number
  args: z.ZodType<Args>
  /** The host it is about, for the plan. */
  on: (args: Loose<Args>) => string
  /** What it does, for the plan. */
  shows: (args: Loose<Args>) => string
  run: (args: Args, tools: Tools, context: ActionContext) => Promise<Outputs>
}): ActionMaker<Args> {
  const { name, version, args: schema, run } = spec
  const act = (args: Loose<Args>): ActionAct => ({
    do: 'action',
    action: name,
    version,
    on: spec.on(args),
    shows: spec.shows(args),
    args: z.json().parse(args),
  })
  const registered: RegisteredAction = {
    name,
    version,
    run: (args, tools, context) => run(schema.parse(args), tools, context),
  }
  return Object.assign(act, { registered })
}
