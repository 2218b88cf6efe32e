import type { Delivery } from '../../../src/local-slack/index.ts'
import type { Run } from '../../../src/model/run.ts'
import { ANNA, DAN, type House, NOOR, openHouse, patience } from '../../faults/stage/slack-house.ts'
import { press } from '../../faults/stage/voyage.ts'
import { twoRolesMigration } from './two-roles-migration.ts'

/** What Slack sends. */
export type Letter = Pick<Delivery, 'type' | 'payload'>

/** Every channel has a run that waits at its gate. */
export const CHANNELS = ['C0ONE', 'C0TWO'] as const

const [ONE] = CHANNELS

/** A whole bot that waits at gates, in a Slack that does not slow it down. */
export function openStage(): Promise<House> {
  return openHouse({ channels: CHANNELS, migrations: [twoRolesMigration], rateLimits: false })
}

/** The run of each channel that waits at its gate; starts those that are not there any more. */
export async function waitingRuns(house: House): Promise<readonly Run[]> {
  return await Promise.all(CHANNELS.map((channel) => waitingRun(house, channel)))
}

async function waitingRun(house: House, channel: string): Promise<Run> {
  const [now, ...others] = await house.app.runs.journal.list({ channel, active: true })
  if (now?.gate && !now.hold && others.length === 0) return now
  for (const { id } of now ? [now, ...others] : [])
    await type(house, channel, DAN, 'abort', [id], { reason: 'a fresh one' })
  await patience('the end of the old runs', async () => {
    const left = await house.app.runs.journal.list({ channel, active: true })
    return left.length === 0 || undefined
  })
  await type(house, channel, ANNA, 'start', [twoRolesMigration.name], { lane: channel })
  return await house.until(channel, 'no gate asked', ({ gate }) => gate !== undefined)
}

function type(
  { app }: House,
  channel: string,
  userId: string,
  subcommand: string,
  words: readonly string[],
  options: Readonly<Record<string, string>>,
): Promise<unknown> {
  return app.answer({ subcommand, words, options }, { userId, channel, via: 'cli' })
}

/** One real payload of each kind that people's acts make, as Slack sends them. */
export async function recordLetters(house: House): Promise<readonly Letter[]> {
  const { slack } = house
  const noor = slack.as(NOOR)
  const before = slack.deliveries().length
  await noor.command(ONE, 'status')
  await noor.mention(ONE, 'why')
  await noor.openHome()
  await noor.invite(ONE)
  await noor.unarchive(ONE)
  await press(house, ONE, NOOR, 'approve:dba')
  await press(house, ONE, DAN, 'hold')
  await send(house, DAN, { reason: 'the disk' })
  await noor.command(ONE, `start ${twoRolesMigration.name}`)
  await send(house, NOOR, { lane: 'the form' })
  await settled(house)
  return slack.deliveries().slice(before)
}

async function send({ slack }: House, who: string, values: Readonly<Record<string, string>>): Promise<void> {
  const { id } = await slack.waitFor(() => slack.as(who).view())
  await slack.as(who).submit(id, { ...values })
}

/** Waits until nothing that people did is being worked on. */
export async function settled({ app }: House): Promise<void> {
  await patience('the end of all work', async () => app.slack.health().inboxDue === 0 || undefined)
}
