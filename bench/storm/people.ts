import { setTimeout as wait } from 'node:timers/promises'
import { DECIDERS, HOST, type LedgerBed, STARTER } from './ledger-bed.ts'
import { ledgerMigration } from './ledger-migration.ts'
import type { Sight } from './sight.ts'
import { createVoices } from './voices.ts'

/** People who start runs and do what runs ask of them, over and over until somebody hears. */
export interface People {
  /** Starts runs with new names until so many are under way; says how many were started in all. */
  keepUnderWay(most: number): void
  readonly started: () => number
  /** Ends once what is said now was heard or not. */
  stop(): Promise<void>
}

/** How they are. */
export interface PeopleOptions {
  readonly bed: LedgerBed
  readonly sights: () => readonly Sight[]
  /** How long the longest act of a run takes. */
  readonly seconds: number
  /** Whether a run is taken back at its gate instead of let through. */
  readonly takesBack: (sight: Sight) => boolean
}

const LOOK_MS = 100

export function letPeopleAct(options: PeopleOptions): People {
  const { bed, sights } = options
  const { say, fallSilent } = createVoices(bed.slack)
  let [most, started, isOver] = [0, 0, false]

  const start = (lane: number) => {
    const channel = bed.channels[lane % bed.channels.length] ?? ''
    const params = `host=${HOST} ledger=${bed.ledgerPath} lane=lane-${lane} seconds=${options.seconds}`
    say(STARTER, channel, `start ${ledgerMigration.name} ${params}`)
  }
  const look = async () => {
    const seen = sights()
    started = Math.max(started, seen.length)
    const underWay = seen.filter(({ hasEnded }) => !hasEnded)
    const lines = await Promise.all(underWay.map((sight) => answersTo(options, sight)))
    for (let index = 0; index < most - underWay.length; index++) start(started + index)
    for (const { person, channel, line } of lines.flat()) say(person, channel, line)
  }
  const acting = (async () => {
    for (; !isOver; await wait(LOOK_MS)) await look()
  })()
  return {
    keepUnderWay: (count) => {
      most = count
    },
    started: () => started,
    async stop() {
      isOver = true
      await acting
      await fallSilent()
    },
  }
}

interface Line {
  readonly person: string
  readonly channel: string
  readonly line: string
}

/** What somebody types because of what a run asks for. */
async function answersTo({ bed, takesBack }: PeopleOptions, sight: Sight): Promise<readonly Line[]> {
  const { run, channel, asks } = sight
  const said = (person: string, line: string): Line => ({ person, channel, line })
  switch (asks) {
    case 'decisions':
      if (sight.step === 'go' && takesBack(sight)) return [said(STARTER, `rollback ${run} reason="It is taken back."`)]
      return sight.missing.map((role) => said(DECIDERS[role] ?? '', `approve ${run} as=${role}`))
    case 'resolve':
      return [said(STARTER, `resolve ${run} ${await seenOnHost(bed, sight)} reason="I looked into the ledger."`)]
    case 'retry':
      return [said(STARTER, `retry ${run}`)]
    default:
      return []
  }
}

async function seenOnHost({ ledger }: LedgerBed, { job }: Sight): Promise<'succeeded' | 'failed'> {
  return (await ledger()).includes(job) ? 'succeeded' : 'failed'
}
