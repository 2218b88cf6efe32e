import { join } from 'node:path'
import type { Message } from '../../../src/local-slack/index.ts'
import { hasEnded, progressOf, type Run } from '../../../src/model/run.ts'
import { insist } from './insist.ts'
import { ANNA, DAN, type House, OLGA, patience } from './slack-house.ts'
import { voyageMigration } from './voyage-migration.ts'

/**
 * Sails one run in a channel from its start to its report, with people who do not give up. Gives what they were told. Runs at
 * once need a `doubter` each: a person has one window at a time.
 */
export async function voyage(house: House, channel: string, doubter: string, onTheWay: () => void = () => undefined) {
  const heard = [await start(house, channel), await lookIntoDeny(house, channel, doubter)]
  heard.push(await approve(house, channel, DAN, 'dba'), await approve(house, channel, OLGA, 'data-owner'))
  await house.until(channel, 'the first try did not fail', ({ status }) => status === 'failed')
  onTheWay()
  heard.push(await retry(house, channel), await openHome(house))
  await house.until(channel, 'the run did not end', hasEnded)
  await house.caughtUp()
  return heard.flat()
}

/** Starts a run as a person does. */
export function start(house: House, channel: string): Promise<readonly string[]> {
  const line = `start ${voyageMigration.name} lane=${channel} flag=${join(house.folder, channel)}`
  return insist(house, {
    who: ANNA,
    what: 'start a run',
    act: () => house.slack.as(ANNA).command(channel, line),
    isDone: async () => (await house.run(channel)) !== undefined,
  })
}

/** Approves with the button of the newest card that has it. */
export function approve(house: House, channel: string, who: string, role: string): Promise<readonly string[]> {
  const { run } = house
  return insist(house, {
    who,
    what: `approve as ${role}`,
    act: () => press(house, channel, who, `approve:${role}`),
    isDone: async () => hasDecided(await run(channel), who),
  })
}

function hasDecided(run: Run | undefined, who: string): boolean {
  if (!run) return false
  return run.gate?.decisions.some(({ person }) => person === who) ?? progressOf(run, 'go').state === 'succeeded'
}

/** Longer than a click waits for a look-up before it shows a window that says so, which is then drawn anew. */
const SLOW_MS = 1200

/** Opens the window of Deny…, which is slow to come, and thinks better of it. */
async function lookIntoDeny(house: House, channel: string, who: string): Promise<readonly string[]> {
  const doubter = house.slack.as(who)
  // What a click before has left, a window that waits for ever or one that comes late, is not what this click opens.
  const close = async () => {
    const view = doubter.view()
    if (view) await doubter.closeView(view.id)
  }
  const heard = await insist(house, {
    who,
    what: 'open the window of Deny…',
    act: async () => {
      await close()
      house.slack.faults.lateAnswer('conversations.members', { delayMs: SLOW_MS })
      return press(house, channel, who, 'deny')
    },
    isDone: () => doubter.view()?.callbackId === 'deny',
  })
  await close()
  return heard
}

function retry(house: House, channel: string): Promise<readonly string[]> {
  return insist(house, {
    who: ANNA,
    what: 'try again',
    act: () => press(house, channel, ANNA, 'retry'),
    isDone: async () => (await house.run(channel))?.status !== 'failed',
  })
}

function openHome(house: House): Promise<readonly string[]> {
  const dan = house.slack.as(DAN)
  return insist(house, {
    who: DAN,
    what: 'open the App Home',
    act: () => dan.openHome(),
    isDone: () => dan.home() !== undefined,
  })
}

/** Clicks a button of a message in the channel, once there is one. */
export async function press(house: House, channel: string, who: string, button: string): Promise<unknown> {
  const { ts } = await patience(`a button ${button} in ${channel}`, async () => withButton(house, channel, button))
  return await house.slack.as(who).click({ channel, ts }, button)
}

/** The newest message of a channel that has a button. */
export function withButton({ slack }: House, channel: string, button: string): Message | undefined {
  return slack.messages(channel).findLast(({ blocks }) => JSON.stringify(blocks).includes(`"action_id":"${button}"`))
}
