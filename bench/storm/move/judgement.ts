import { CHANNEL, PEOPLE } from '../../../src/cli/demo/people.ts'
import type { Ground } from '../../../src/cli/demo/playground.ts'
import { exitOf, isUndecidable, jobsOn } from '../job-folders.ts'
import { keysIn } from '../letters-twice.ts'
import { attemptsIn, failuresIn, questionsIn, repeatedIn, successesIn, type Told, withoutAttempt } from '../told.ts'
import { proveJournal } from './journal-proof.ts'
import { type Outside, wronglyEnded } from './outside.ts'
import type { Call } from './programs.ts'

/** What a lap of the storm left behind, judged by hosts, databases and the workspace; jobs by their names. */
export interface Judgement {
  readonly runs: number
  readonly events: number
  /** Scripts of jobs that began on the hosts. */
  readonly begun: number
  /** How often each program ran that must not run twice for one step. */
  readonly programs: Readonly<Record<string, number>>
  /**
   * The journal says that a job succeeded and no host saw it begin and end, or a host has a job that the journal does not
   * know; runs, letters or data that are not as they should be.
   */
  readonly lost: readonly string[]
  /** A script that began twice, or a program that ran twice for one step. */
  readonly repeated: readonly string[]
  readonly asked: readonly string[]
  /** Of those that were asked, what a host could have told. */
  readonly decidable: readonly string[]
  /** Steps and jobs that failed, were tried again, or whose approval fell. */
  readonly failed: readonly string[]
  readonly letters: number
  readonly postedTwice: readonly string[]
  readonly broken: readonly string[]
}

/** What is judged, beside the hosts and the journal themselves. */
export interface LapEnd {
  readonly ground: Ground
  readonly calls: readonly Call[]
  readonly outside: Outside
  /** How many runs there should be. */
  readonly runs: number
}

/** Judges a lap. The bot has to have ended, as an operator would end it. */
export async function judge({ ground, calls, outside, runs }: LapEnd): Promise<Judgement> {
  const { told, lettersDue, broken } = await proveJournal(ground.dataPath)
  const begun = calls.filter(({ what }) => what === 'begun').map(({ job }) => job)
  const acts = calls.filter(({ what }) => what !== 'begun')
  const exits = await exitsOf(ground)
  const asked = told.flatMap(questionsIn)
  const isSure = await Promise.all(asked.map((job) => couldTell(ground, job)))
  const people = PEOPLE.map(({ id }) => id)
  const letters = keysIn({ slack: ground.slack, channels: [CHANNEL.id] }, undefined, people)
  const ended = told.map(({ run }) => run)
  return {
    runs: told.length,
    events: told.reduce((sum, { events }) => sum + events.length, 0),
    begun: begun.length,
    programs: countsOf(acts),
    lost: [
      ...wronglyEnded(ended, runs),
      ...lostJobs(told, begun, exits),
      ...outside.wrong(),
      ...(outside.compared() < runs ? ['a run passed the gate before both sides were compared'] : []),
      ...(lettersDue > 0 ? [`${lettersDue} letters were never sent`] : []),
    ],
    repeated: [...repeatedIn(begun), ...repeatedIn(acts.map(({ job, what }) => `${what} for ${withoutAttempt(job)}`))],
    asked,
    decidable: asked.filter((_, index) => isSure[index]),
    failed: [...told.flatMap(failuresIn), ...told.flatMap(triedAgain), ...[...exits].flatMap(oddEnd)],
    letters: letters.length,
    postedTwice: repeatedIn(letters),
    broken,
  }
}

/** How the jobs on both hosts ended; undefined where nobody wrote it. */
async function exitsOf({ bed }: Ground): Promise<ReadonlyMap<string, string | undefined>> {
  const sides = await Promise.all(
    [bed.source, bed.target].map(async (side) =>
      Promise.all((await jobsOn(side)).map(async (job) => [job, await exitOf(side, job)] as const)),
    ),
  )
  return new Map(sides.flat())
}

function lostJobs(
  told: readonly Told[],
  begun: readonly string[],
  exits: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const known = new Set(told.flatMap(attemptsIn))
  const seen = new Set(begun)
  const succeeded = told.flatMap(successesIn)
  const stranger = [...new Set([...begun, ...exits.keys()])].filter((job) => !known.has(job))
  return [
    ...succeeded.filter((job) => !seen.has(job)).map((job) => `${job} succeeded, and no host saw it begin`),
    ...succeeded.filter((job) => !exits.has(job)).map((job) => `${job} succeeded, and no host has its folder`),
    ...stranger.map((job) => `${job} is on a host, and not in the journal`),
  ]
}

/** Second attempts and approvals that fell: in a storm over the bot alone nothing gives a reason for either. */
function triedAgain({ run, events }: Told): readonly string[] {
  return events.flatMap((event) => {
    const isAgain = (event.type === 'step-started' || event.type === 'undo-started') && event.attempt > 1
    if (isAgain) return [`${run.id}-${event.step} took attempt ${event.attempt}`]
    return event.type === 'gate-fallen' ? [`${run.id}-${event.step} fell: ${event.because.join(' ')}`] : []
  })
}

/** A background job is ended by a signal when it is not needed any more. */
const GOOD_EXITS = ['0', '143']

function oddEnd([job, exit]: readonly [string, string | undefined]): readonly string[] {
  if (exit === undefined) return [`${job} left no exit code`]
  return GOOD_EXITS.includes(exit) ? [] : [`${job} ended with exit ${exit}`]
}

async function couldTell({ bed }: Ground, job: string): Promise<boolean> {
  const sides = await Promise.all([bed.source, bed.target].map((side) => isUndecidable(side, job)))
  return !sides.includes(true)
}

function countsOf(acts: readonly Call[]): Readonly<Record<string, number>> {
  const names = [...new Set(acts.map(({ what }) => what))].sort()
  return Object.fromEntries(names.map((name) => [name, acts.filter(({ what }) => what === name).length]))
}
