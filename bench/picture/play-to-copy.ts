import { buttonsOf } from '../../src/cli/demo/buttons.ts'
import { CHANNEL, holderOf } from '../../src/cli/demo/people.ts'
import type { LocalSlack } from '../../src/local-slack/index.ts'
import { UserError } from '../../src/model/user-error.ts'

const GATE_MS = 60_000
const COPY_MS = 60_000
/** A bar between these shares of its way looks like one that moves. */
const [LEAST, MOST] = [10, 95]

/** Starts the move, lets everybody whom the first gate asks approve, and waits until the card shows rows being copied. Throws a UserError when it never does. */
export async function playToCopy(slack: LocalSlack): Promise<void> {
  await slack.as('U0DINA').command(CHANNEL.id, 'start couch2pg-move')
  const gate = await slack.waitFor(() => slack.messages(CHANNEL.id).find((one) => rolesAsked(one).length > 0), GATE_MS)
  for (const role of rolesAsked(gate))
    await slack.as(holderOf(role)).click({ channel: CHANNEL.id, ts: gate.ts }, `approve:${role}`)
  const isCopying = (text: string) => between(/Copy the rows — .*\((\d+) %\)/.exec(text)?.[1])
  const isSeen = () => slack.messages(CHANNEL.id).some(({ text }) => isCopying(text))
  await slack.waitFor(isSeen, COPY_MS).catch(tooQuick)
}

function tooQuick(cause: unknown): never {
  throw new UserError('too-quick', 'The rows were copied before a card could show it. Take more of them with --docs.', {
    cause,
  })
}

function rolesAsked(message: Parameters<typeof buttonsOf>[0]): readonly string[] {
  return buttonsOf(message).flatMap((action) => /^approve:(.+)$/.exec(action)?.[1] ?? [])
}

function between(percent: string | undefined): boolean {
  return percent !== undefined && Number(percent) >= LEAST && Number(percent) <= MOST
}
