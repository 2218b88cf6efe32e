import { setTimeout as wait } from 'node:timers/promises'
import { type Dice, dice } from '../../src/demo/documents/dice.ts'
import { signal } from '../../src/demo/processes.ts'
import { groupOf, jobsOn } from './job-folders.ts'
import type { LedgerBed } from './ledger-bed.ts'
import { live } from './life.ts'
import { hatch } from './mortal.ts'
import { createNest, type Nest } from './nest.ts'
import type { Heard } from './order.ts'
import { createPauses, type Pauses } from './pauses.ts'
import { letPeopleAct } from './people.ts'
import type { Sight } from './sight.ts'
import { createSights } from './sights.ts'

/** How hard a storm blows. */
export interface Force {
  readonly kills: number
  /** Runs under way at the same time. */
  readonly runs: number
  readonly seed: number
  /** How long the longest act of a run takes. */
  readonly seconds: number
}

/** What a storm was like. */
export interface Weather {
  /** Jobs that were cut down on the host, with all of their processes. */
  readonly cutJobs: readonly string[]
  /** From each kill until the next event in the journal. */
  readonly recoveryMs: readonly number[]
  readonly seconds: number
}

const CUT_PERCENT = 25
const TAKEN_BACK_PERCENT = 20
const CALM_MS = 300_000
const SAY_EVERY_MS = 15_000

/**
 * Ends the bot again and again, at a random moment of its first instants, while people start runs and do what these ask
 * for; now and then a job is cut down on the host as well. Then the last bot lives until every run has ended, or for long.
 */
export async function storm(
  bed: LedgerBed,
  program: string,
  force: Force,
  say: (sentence: string) => void,
): Promise<Weather> {
  const startedMs = performance.now()
  const sights = createSights()
  const pauses = createPauses()
  const people = letPeopleAct({ bed, sights: sights.all, seconds: force.seconds, takesBack: takenBackBy(force.seed) })
  const hear = (heard: Heard) => {
    sights.hear(heard)
    if (heard.changed) pauses.end()
  }
  const nest = createNest(() => hatch({ program, env: bed.env, hear }))
  try {
    people.keepUnderWay(force.runs)
    const cutJobs = await blow(bed, force, nest, pauses, sights.all, (kill) =>
      say(`${kill} of ${force.kills} kills; ${countEnded(sights.all())} of ${sights.all().length} runs have ended.`),
    )
    people.keepUnderWay(0)
    say('The last bot brings every run to its end.')
    await nest.next()
    await calm(sights.all)
    return { cutJobs, recoveryMs: pauses.all(), seconds: (performance.now() - startedMs) / 1000 }
  } finally {
    await people.stop()
    await nest.clear()
  }
}

async function blow(
  bed: LedgerBed,
  { kills, seed }: Force,
  nest: Nest,
  pauses: Pauses,
  sights: () => readonly Sight[],
  say: (kill: number) => void,
): Promise<readonly string[]> {
  const chance = dice(`storm ${seed}`)
  const cutJobs: string[] = []
  let saidMs = performance.now()
  for (let kill = 1; kill <= kills; kill++) {
    const bot = await nest.next()
    await live(chance, pauses.events)
    if (chance.chance(CUT_PERCENT)) cutJobs.push(...(await cutOne(bed, chance, sights())))
    pauses.begin()
    await bot.kill()
    if (performance.now() - saidMs < SAY_EVERY_MS) continue
    saidMs = performance.now()
    say(kill)
  }
  return cutJobs
}

function takenBackBy(seed: number): (sight: Sight) => boolean {
  return ({ run }) => dice(`${seed} ${run}`).chance(TAKEN_BACK_PERCENT)
}

function countEnded(sights: readonly Sight[]): number {
  return sights.filter(({ hasEnded }) => hasEnded).length
}

async function calm(sights: () => readonly Sight[]): Promise<void> {
  for (const endMs = performance.now() + CALM_MS; performance.now() < endMs; await wait(200))
    if (countEnded(sights()) === sights().length) return
}

/** Ends every process of one job that runs, as a host short of memory would. */
async function cutOne(bed: LedgerBed, chance: Dice, sights: readonly Sight[]): Promise<readonly string[]> {
  const underWay = new Set(sights.filter(({ hasEnded }) => !hasEnded).map(({ run }) => run))
  const jobs = (await jobsOn(bed)).filter((job) => underWay.has(job.slice(0, job.indexOf('-'))))
  const groups = await Promise.all(jobs.map((job) => groupOf(bed, job)))
  const running = jobs.flatMap((job, index) => {
    const group = groups[index]
    return group === undefined ? [] : [{ job, group }]
  })
  const one = running[chance.between(0, Math.max(0, running.length - 1))]
  if (!one) return []
  signal(-one.group, 'SIGKILL')
  return [one.job]
}
