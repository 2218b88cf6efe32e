import type { Plan } from '../../model/plan.ts'
import { planText } from '../../model/plan-text.ts'
import type { Desk } from './desk.ts'

/** The whole plan with every command, which no message has room for, as a file in the person's messages with the bot. */
export function sendPlan(plan: Plan, userId: string, { mailroom, poke }: Desk): void {
  const name = `${plan.migration}-${plan.digest.slice(0, 12)}.plan.txt`
  const text = `The plan of ${plan.migration} with every command, digest ${plan.digest.slice(0, 12)}. Nothing was started.`
  mailroom.put({
    key: `plan-${plan.digest.slice(0, 12)}/dm/${userId}`,
    channel: userId,
    text,
    blocks: [],
    file: { name, text: planText(plan) },
  })
  poke()
}
