import { setTimeout as wait } from 'node:timers/promises'
import { CHANNEL, holderOf } from '../../../src/cli/demo/people.ts'
import type { Ground } from '../../../src/cli/demo/playground.ts'
import { exitOf } from '../job-folders.ts'
import type { Sight } from '../sight.ts'
import { createVoices } from '../voices.ts'
import type { Outside } from './outside.ts'
import type { Way } from './way.ts'

/** People who move a database: they start the runs of a lap, decide, do by hand what is asked, and look for themselves. */
export interface Movers {
  /** From now on they also do what lets the last run end. */
  letItEnd(): void
  /** Ends once what is said now was heard or not. Throws what went wrong with a look of theirs. */
  stop(): Promise<void>
}

/** How they are. */
export interface MoversOptions {
  readonly ground: Ground
  readonly sights: () => readonly Sight[]
  readonly outside: Outside
  readonly way: Way
}

const DRIVER = 'U0DINA'
const LOOK_MS = 50

/** What people do last of all in a move. */
export const LAST_BY_HAND = 'delete-backups'

/** Runs that a lap takes. */
export function runsOf({ takesBackAt }: Way): number {
  return takesBackAt === undefined ? 1 : 2
}

export function letPeopleMove(options: MoversOptions): Movers {
  const { ground, sights, outside, way } = options
  const { say, fallSilent } = createVoices(ground.slack)
  let [mayEnd, isOver] = [false, false]

  const look = async () => {
    const seen = sights()
    const [live] = seen.filter(({ hasEnded }) => !hasEnded)
    if (live && (mayEnd || live.step !== LAST_BY_HAND))
      for (const { person, line } of await answersTo(options, live)) say(person, CHANNEL.id, line)
    if (live || seen.length >= runsOf(way)) return
    for (const { run } of seen) await outside.takenBack(run)
    say(DRIVER, CHANNEL.id, `start couch2pg-move ${way.params.join(' ')}`)
  }
  const acting = (async () => {
    for (; !isOver; await wait(LOOK_MS)) await look()
  })()
  acting.catch(() => undefined)
  return {
    letItEnd: () => {
      mayEnd = true
    },
    async stop() {
      isOver = true
      await fallSilent()
      await acting
    },
  }
}

interface Line {
  readonly person: string
  readonly line: string
}

/** What somebody types because of what a run asks for. */
async function answersTo({ ground, sights, outside, way }: MoversOptions, sight: Sight): Promise<readonly Line[]> {
  const { run, step, asks, missing } = sight
  const byDriver = (line: string): readonly Line[] => [{ person: DRIVER, line }]
  switch (asks) {
    case 'decisions':
      if (step === 'start') await outside.compare(run)
      if (step === way.takesBackAt && sights()[0]?.run === run)
        return byDriver(`rollback ${run} reason="It is taken back."`)
      return missing.map((role) => ({
        person: holderOf(role),
        line: `approve ${run} as=${role} confirm=${ground.bed.config.database}`,
      }))
    case 'by-hand':
      return missing.slice(0, 1).map((role) => ({ person: holderOf(role), line: `done ${run} note="Done."` }))
    case 'resolve':
      return byDriver(`resolve ${run} ${await seenOnHosts(ground, sight)} reason="I looked on the host."`)
    case 'retry':
    case 'release':
      return byDriver(`${asks} ${run}`)
    default:
      return []
  }
}

async function seenOnHosts({ bed }: Ground, { job }: Sight): Promise<'succeeded' | 'failed'> {
  const exits = await Promise.all([bed.source, bed.target].map((side) => exitOf(side, job)))
  return exits.includes('0') ? 'succeeded' : 'failed'
}
