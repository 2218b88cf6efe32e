import { setTimeout as wait } from 'node:timers/promises'
import { DispatchFailed } from '../../src/local-slack/index.ts'
import type { OpenGate, Town } from './town.ts'

/** One click on Approve, and whether its person holds the role. */
export interface Click {
  readonly person: string
  readonly gate: OpenGate
  readonly isApproval: boolean
}

/** What became of a burst of clicks. */
export interface Burst {
  /** Milliseconds from the act to its answer, of each click that was answered in Slack's three seconds. */
  readonly ackMs: readonly number[]
  readonly unacked: number
  /** Approvals in the journal. */
  readonly approved: number
  /** Private sentences to the people who clicked. */
  readonly told: number
  readonly seconds: number
  /** Until every click had left something that can be seen. */
  readonly settledSeconds: number
}

const SETTLE_MS = 30_000
const LOOK_MS = 50

/** As many clicks as wanted, by turns with and without the role; a person with the role clicks once on a gate. */
export function clicksFor({ gates, approvers, outsiders }: Town, count: number): readonly Click[] {
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / 2)
    const isApproval = index % 2 === 0
    const person = isApproval ? approvers[Math.floor(turn / gates.length)] : outsiders[turn % outsiders.length]
    const gate = gates[turn % gates.length]
    if (person === undefined || gate === undefined) throw new Error('the town is too small for so many clicks')
    return { person, gate, isApproval }
  })
}

/** Clicks, so many at a time, and waits until every click has left something that can be seen, or for half a minute. */
export async function burst(town: Town, clicks: readonly Click[], atOnce: number): Promise<Burst> {
  const startedMs = performance.now()
  const queue = clicks.values()
  const answers = (await Promise.all(Array.from({ length: atOnce }, () => clickOn(town, queue)))).flat()
  const ackMs = answers.filter((ms) => ms !== undefined)
  const seconds = (performance.now() - startedMs) / 1000
  const seen = await outcomes(town, clicks)
  const settledSeconds = (performance.now() - startedMs) / 1000
  return { ackMs, unacked: answers.length - ackMs.length, seconds, settledSeconds, ...seen }
}

/** One pair of hands: the next click as soon as the one before was answered. Undefined for a click without an answer. */
async function clickOn({ slack }: Town, queue: Iterable<Click>): Promise<readonly (number | undefined)[]> {
  const answers: (number | undefined)[] = []
  for (const { person, gate } of queue) {
    const answer = slack.as(person).click(gate, 'approve:dba')
    answers.push(await answer.then(({ ackMs }) => ackMs, unlessFailed))
  }
  return answers
}

function unlessFailed(error: unknown): undefined {
  if (!(error instanceof DispatchFailed)) throw error
}

async function outcomes(town: Town, clicks: readonly Click[]): Promise<{ approved: number; told: number }> {
  const people = [...new Set(clicks.map(({ person }) => person))]
  const look = async () => ({
    approved: (await town.bot.state()).approvals,
    told: people.reduce((sum, person) => sum + town.slack.as(person).ephemerals().length, 0),
  })
  let seen = await look()
  for (const deadlineMs = performance.now() + SETTLE_MS; performance.now() < deadlineMs; seen = await look()) {
    if (seen.approved + seen.told >= clicks.length) return seen
    await wait(LOOK_MS)
  }
  return seen
}
