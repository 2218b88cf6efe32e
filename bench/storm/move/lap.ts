import { setTimeout as wait } from 'node:timers/promises'
import { type Ground, layGround } from '../../../src/cli/demo/playground.ts'
import type { Dice } from '../../../src/demo/documents/dice.ts'
import { streamsOn } from '../job-folders.ts'
import { live, liveOn } from '../life.ts'
import { hatch } from '../mortal.ts'
import { createNest, type Nest } from '../nest.ts'
import type { Heard } from '../order.ts'
import { createPauses, type Pauses } from '../pauses.ts'
import type { Sight } from '../sight.ts'
import { createSights } from '../sights.ts'
import { type Judgement, judge } from './judgement.ts'
import { lettersSent } from './letters-sent.ts'
import { LAST_BY_HAND, letPeopleMove, runsOf } from './movers.ts'
import { lookFromOutside } from './outside.ts'
import { countPrograms } from './programs.ts'
import type { Way } from './way.ts'

/** What a lap needs. */
export interface LapOptions {
  readonly way: Way
  /** The compiled mortal-bot. */
  readonly program: string
  readonly docs: number
  /** How often the bot is killed at most; less when the run comes to its end before. */
  readonly kills: number
  readonly chance: Dice
  /** So many events may come between two kills before the next bot is in danger; none when left out. */
  readonly calmEvents?: number | undefined
  readonly say: (sentence: string) => void
}

/** One lap: what a kill came into, how long it took to recover, and what was left behind. */
export interface Lap {
  readonly way: Way
  readonly kills: readonly Kill[]
  readonly recoveryMs: readonly number[]
  readonly seconds: number
  readonly judgement: Judgement
}

/** Where a kill came. */
export interface Kill {
  /** The step of the run, or `undo of` it; empty while no run was under way. */
  readonly at: string
  /** Ends of streams that ran on the hosts. */
  readonly streams: number
}

/** A start that is cut off is said again and begins anew, so most bots that have no run yet live until they have one. */
const IDLE_PERCENT = 20
const LONGEST_START_MS = 60_000
const CALM_MS = 600_000
const LOOK_MS = 20
const SAY_EVERY_MS = 15_000

/** Moves a whole database on a new playground, while the bot is killed again and again, and judges what is left. */
export async function runLap(options: LapOptions): Promise<Lap> {
  const { way, program, docs, say } = options
  say(`${way.name}: two hosts with ${docs.toLocaleString('en-US')} documents are being built.`)
  const ground = await layGround({ docs, sleepMins: 0.02, editConfig: (text) => configFor(way, text) })
  try {
    const startedMs = performance.now()
    const { bed } = ground
    const { calls } = await countPrograms([bed.source.host, bed.target.host], bed.dir)
    const outside = lookFromOutside(ground.bed)
    const sights = createSights()
    const pauses = createPauses()
    const movers = letPeopleMove({ ground, sights: sights.all, outside, way })
    const hear = (heard: Heard) => {
      sights.hear(heard)
      if (heard.changed) pauses.end()
    }
    const nest = createNest(() => hatch({ program, env: ground.env, hear, shipped: true }))
    try {
      const kills = await blow(options, ground, nest, pauses, sights.all)
      const seconds = (performance.now() - startedMs) / 1000
      say(`${way.name}: ${kills.length} kills; the last bot brings the move to its end.`)
      const last = await nest.next()
      movers.letItEnd()
      await calm(sights.all, runsOf(way))
      await lettersSent(last, bed.dir)
      await movers.stop()
      await nest.clear()
      await outside.moved()
      const judgement = await judge({ ground, calls: await calls(), outside, runs: runsOf(way) })
      return { way, kills, recoveryMs: pauses.all(), seconds, judgement }
    } finally {
      await movers.stop()
      await nest.clear()
    }
  } finally {
    await ground.stop()
  }
}

/** drover.yml says how the source reaches the target when bytes do not go through the bot. */
function configFor({ params }: Way, text: string): string {
  return params.includes('relay=direct')
    ? text.replace('  old-pg:\n', '  old-pg:\n    direct: { new-pg: ssh pg-new }\n')
    : text
}

async function blow(
  { way, kills: most, chance, calmEvents = 0, say }: LapOptions,
  ground: Ground,
  nest: Nest,
  pauses: Pauses,
  sights: () => readonly Sight[],
): Promise<readonly Kill[]> {
  const kills: Kill[] = []
  let saidMs = performance.now()
  while (kills.length < most && nameOf(sights()) !== LAST_BY_HAND) {
    const bot = await nest.next()
    await pass(pauses, chance.between(0, calmEvents), sights)
    const letters = () => ground.slack.calls('chat.postMessage').length + ground.slack.calls('chat.update').length
    if (nameOf(sights()) === '' && !chance.chance(IDLE_PERCENT)) await liveOn(chance, pauses.events, LONGEST_START_MS)
    else await live(chance, chance.chance(50) ? pauses.events : letters)
    const streams = await Promise.all([ground.bed.source, ground.bed.target].map(streamsOn))
    kills.push({ at: nameOf(sights()), streams: Math.max(...streams) })
    pauses.begin()
    await bot.kill()
    if (performance.now() - saidMs < SAY_EVERY_MS) continue
    saidMs = performance.now()
    say(`${way.name}: ${kills.length} kills, the last one at ${kills.at(-1)?.at || 'no run'}.`)
  }
  return kills
}

/** Waits until so many events have come, or the move waits for its last step, or for long. */
async function pass({ events }: Pauses, count: number, sights: () => readonly Sight[]): Promise<void> {
  const enough = events() + count
  for (const endMs = performance.now() + LONGEST_START_MS; performance.now() < endMs; await wait(LOOK_MS))
    if (events() >= enough || nameOf(sights()) === LAST_BY_HAND) return
}

/** The step of the run that is under way. */
function nameOf(sights: readonly Sight[]): string {
  const run = sights.find(({ hasEnded }) => !hasEnded)
  if (!run) return ''
  return run.job.includes('-undo-') ? `undo of ${run.step}` : run.step
}

/** Waits until every run has ended, or for long: what has not ended by then is lost. */
async function calm(sights: () => readonly Sight[], runs: number): Promise<void> {
  for (const endMs = performance.now() + CALM_MS; performance.now() < endMs; await wait(200))
    if (sights().filter(({ hasEnded }) => hasEnded).length === runs) return
}
