import { setTimeout as wait } from 'node:timers/promises'
import type { ApiCall } from '../../../src/local-slack/index.ts'
import { hasEnded, liveStep } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { insist } from '../stage/insist.ts'
import { LOOKS, longRoadMigration } from '../stage/long-road-migration.ts'
import { ANNA, DAN, type House, OLGA, openHouse, patience } from '../stage/slack-house.ts'
import { postedTwice } from '../stage/standing.ts'
import { press } from '../stage/voyage.ts'

const CHANNELS = ['C0ONE', 'C0TWO']
const OUTAGE_MS = { short: 20_000, long: 600_000 }
/** A short burst, and one post a second. */
const POSTS_IN_A_SECOND = 4
/** The card may be edited once in three seconds; one edit more for the beginning. */
const CARD_EVERY_MS = 3_000

/** Ten minutes in small: what counts is how much happens meanwhile, not how long it takes. */
export const outageCell: Cell = {
  part: 'Slack',
  name: 'slack-outage',
  fault: 'nothing of Slack can be reached for 20 s while hundreds of events happen',
  should: 'runs go on, gates wait, then it catches up without a flood',
  may: 'right',
  run: async (_, length) => {
    const house = await openHouse({ channels: CHANNELS, migrations: [longRoadMigration] })
    try {
      return await goDark(house, OUTAGE_MS[length])
    } finally {
      await house.stop()
    }
  },
}

async function goDark(house: House, outageMs: number): Promise<Ending> {
  await Promise.all(CHANNELS.map((channel) => toFirstGate(house, channel)))
  await house.caughtUp()
  for (const channel of CHANNELS) await press(house, channel, DAN, 'approve:dba')
  for (const channel of CHANNELS)
    await house.until(channel, 'the gate was not passed', (run) => liveStep(run)?.id.startsWith('look-') === true)
  house.slack.faults.outage(outageMs)
  const darkMs = Date.now()
  const before = house.slack.calls().length
  for (const channel of CHANNELS)
    await house.until(
      channel,
      'the run did not go on in the dark',
      (run) => liveStep(run)?.id === 'end' && run.gate !== undefined,
    )
  const wentOnMs = Date.now() - darkMs
  await wait(Math.max(0, outageMs - wentOnMs))
  if (house.slack.calls().length !== before) throw new Error('Slack could be reached in the dark.')
  const waited = await Promise.all(CHANNELS.map(async (channel) => (await house.run(channel))?.status))
  const events = await eventsOf(house)
  const lightMs = Date.now()
  await house.caughtUp()
  const caughtUpMs = Date.now() - lightMs
  const calls = house.slack.calls().slice(before)
  await Promise.all(CHANNELS.map((channel) => finish(house, channel)))
  return judge(house, { outageMs, calls, caughtUpMs, events, waited, wentOnMs })
}

async function toFirstGate(house: House, channel: string): Promise<void> {
  await insist(house, {
    who: ANNA,
    what: 'start a run',
    act: () => house.slack.as(ANNA).command(channel, `start ${longRoadMigration.name} lane=${channel}`),
    isDone: async () => (await house.run(channel))?.gate !== undefined,
  })
}

/** The last gate is decided on the card that came after the outage. */
async function finish(house: House, channel: string): Promise<void> {
  await patience('both sockets again', async () => house.slack.connections() === 2 || undefined)
  await press(house, channel, DAN, 'approve:dba')
  await house.until(channel, 'the run did not end', hasEnded)
  await house.caughtUp()
}

async function eventsOf(house: House): Promise<number> {
  const runs = await Promise.all(CHANNELS.map((channel) => house.run(channel)))
  return runs.reduce((sum, run) => sum + (run?.seq ?? 0), 0)
}

interface Seen {
  readonly outageMs: number
  readonly calls: readonly ApiCall[]
  readonly caughtUpMs: number
  readonly events: number
  readonly waited: readonly (string | undefined)[]
  readonly wentOnMs: number
}

function judge(house: House, { outageMs, calls, caughtUpMs, events, waited, wentOnMs }: Seen): Ending {
  const posts = calls.filter(({ method }) => method === 'chat.postMessage')
  const busiest = Math.max(
    ...CHANNELS.map((channel) => mostInASecond(posts.filter(({ args }) => args['channel'] === channel))),
  )
  const refused = calls.filter(({ status }) => status === 429).length
  const edits = Math.max(...CHANNELS.map((channel) => editsOfCard(house, channel, calls)))
  const twice = postedTwice(house, CHANNELS, [ANNA, DAN, OLGA])
  const lost = CHANNELS.flatMap((channel) => missing(house, channel))
  const saw = [
    `${events} events until both runs waited at their last gate, ${wentOnMs} ms into the dark of ${outageMs / 1000} s;`,
    `caught up ${caughtUpMs} ms after it with ${posts.length} posts, at most ${busiest} a second in a channel, ${edits} edits of a run card, ${refused} answers 429;`,
    `${twice.length} posted twice, ${lost.length} lines missing.`,
  ]
  const isCalm =
    busiest <= POSTS_IN_A_SECOND &&
    refused === 0 &&
    edits <= 2 + Math.ceil(caughtUpMs / CARD_EVERY_MS) &&
    twice.length === 0
  const isRight = isCalm && lost.length === 0 && waited.every((status) => status === 'waiting') && wentOnMs < outageMs
  return { ended: isRight ? 'right' : 'wrong', saw: saw.join(' ') }
}

function mostInASecond(calls: readonly ApiCall[]): number {
  const times = calls.map(({ at }) => Date.parse(at))
  return Math.max(0, ...times.map((from) => times.filter((ms) => ms >= from && ms < from + 1000).length))
}

function editsOfCard({ slack }: House, channel: string, calls: readonly ApiCall[]): number {
  const [card] = slack.messages(channel)
  return calls.filter(({ method, args }) => method === 'chat.update' && args['ts'] === card?.ts).length
}

/** Looks whose line does not stand in the thread of the run's card. */
function missing({ slack }: House, channel: string): readonly string[] {
  const [card] = slack.messages(channel)
  const thread = slack.messages(channel, card?.ts ?? '').map(({ text }) => text)
  const lines = thread.join('\n').split('\n')
  return Array.from({ length: LOOKS }, (_, nth) => `Lane ${channel}-${nth} is ready.`).filter(
    (line) => lines.filter((one) => one.includes(line)).length !== 1,
  )
}
