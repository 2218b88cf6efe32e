import { setTimeout as wait } from 'node:timers/promises'
import type { BotState } from '../bot/bot-child.ts'
import type { World } from '../bot/world.ts'
import { laneMigration } from './lane-migration.ts'

/** What was seen while many runs went on at once. */
export interface Voyage {
  /** Milliseconds from `/migrate status` to its answer, as the person saw it. */
  readonly questionMs: readonly number[]
  /** Milliseconds from a click to the moment when Slack was told that it came. */
  readonly clickMs: readonly number[]
  readonly peakRssBytes: number
  readonly cpuSeconds: number
  readonly seconds: number
  readonly succeeded: number
}

/** Who starts the runs, who asks, and who clicks. */
export const STARTER = 'U0STARTER'
export const ASKER = 'U0ASKER'
export const CLICKER = 'U0CLICKER'

const LOOK_MS = 250
const ANSWER_MS = 60_000
const LONGEST_MS = 600_000

/** Starts so many runs at once, spread over the channels, and asks and clicks until all of them have ended. */
export async function sail(world: World, channels: readonly string[], runs: number): Promise<Voyage> {
  const before = await world.bot.state()
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: runs }, (_, lane) => start(world, channels, lane)))
  let isOver = false
  const people = Promise.all([
    repeat(
      () => isOver,
      (turn) => ask(world, channelOf(channels, turn)),
    ),
    repeat(
      () => isOver,
      (turn) => click(world, channelOf(channels, turn)),
    ),
  ])
  const { last, peakRssBytes } = await untilEnded(world, runs).finally(() => {
    isOver = true
  })
  const seconds = (performance.now() - startedMs) / 1000
  const [questionMs, clickMs] = await people
  const cpuSeconds = last.cpuSeconds - before.cpuSeconds
  return { questionMs, clickMs, peakRssBytes, cpuSeconds, seconds, succeeded: last.succeeded }
}

async function start({ slack }: World, channels: readonly string[], lane: number): Promise<void> {
  await slack.as(STARTER).command(channelOf(channels, lane), `start ${laneMigration.name} lane=lane-${lane}`)
}

/** Until no run is active and as many as were started have succeeded, or for ten minutes. */
async function untilEnded({ bot }: World, runs: number): Promise<{ last: BotState; peakRssBytes: number }> {
  let last = await bot.state(runs)
  let peakRssBytes = last.rssBytes
  for (const endMs = performance.now() + LONGEST_MS; performance.now() < endMs; await wait(LOOK_MS)) {
    last = await bot.state(runs)
    peakRssBytes = Math.max(peakRssBytes, last.rssBytes)
    if (last.succeeded === runs) break
  }
  return { last, peakRssBytes }
}

/** One pair of hands, a moment between two acts. Undefined is an act that could not be done just then. */
async function repeat(
  isOver: () => boolean,
  act: (turn: number) => Promise<number | undefined>,
): Promise<readonly number[]> {
  const times: number[] = []
  for (let turn = 0; !isOver(); turn++) {
    const ms = await act(turn)
    if (ms !== undefined) times.push(ms)
    await wait(LOOK_MS / 5)
  }
  return times
}

async function ask({ slack }: World, channel: string): Promise<number> {
  const person = slack.as(ASKER)
  const before = person.ephemerals().length
  const startedMs = performance.now()
  await person.command(channel, 'status')
  await slack.waitFor(() => person.ephemerals().length > before, ANSWER_MS)
  return performance.now() - startedMs
}

/** A click on Hold… of the newest card; the window it opens is left alone. */
async function click({ slack }: World, channel: string): Promise<number | undefined> {
  const card = slack.messages(channel).findLast(({ blocks }) => JSON.stringify(blocks).includes('"action_id":"hold"'))
  return card && (await slack.as(CLICKER).click({ channel, ts: card.ts }, 'hold')).ackMs
}

function channelOf(channels: readonly string[], turn: number): string {
  return channels[turn % channels.length] ?? ''
}
