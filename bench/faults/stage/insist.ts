import { setTimeout as wait } from 'node:timers/promises'
import { DispatchFailed } from '../../../src/local-slack/index.ts'
import { type House, patience } from './slack-house.ts'

/** Somebody who wants something done. */
export interface Insistence {
  readonly who: string
  /** In words, for a sentence about what went wrong. */
  readonly what: string
  readonly act: () => Promise<unknown>
  readonly isDone: () => Promise<boolean> | boolean
}

const TIMES = 10
const VISIBLE_MS = 90_000
const BREATH_MS = 300

/**
 * Acts as somebody does who was told to try again: until it is done, ten times at most. Throws when it never is, and when
 * an act ended in nothing that this person could see. Gives the sentences that they got.
 */
export async function insist(house: House, { who, what, act, isDone }: Insistence): Promise<readonly string[]> {
  const before = told(house, who)
  for (let time = 0; time < TIMES; time++) {
    const heard = told(house, who).length
    const failed = await act().then(() => undefined, whenUnanswered)
    if (!failed)
      await patience(
        `anything that ${who} could see after ${what}`,
        async () => ((await isDone()) || told(house, who).length > heard ? true : undefined),
        VISIBLE_MS,
      )
    await wait(BREATH_MS)
    if (await isDone()) return told(house, who).slice(before.length)
  }
  const last = told(house, who).at(-1) ?? 'nothing'
  throw new Error(`${who} tried ${TIMES} times to ${what}; the last answer was: ${last}`)
}

/** What a person was told alone, oldest first. */
export function told({ slack }: House, who: string): readonly string[] {
  return [...slack.as(who).ephemerals(), ...slack.dms(who)]
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .map(({ text }) => text)
}

/** Slack itself shows people that there was no answer in three seconds. */
function whenUnanswered(error: unknown): true {
  if (error instanceof DispatchFailed) return true
  throw error
}
