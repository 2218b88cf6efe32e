import { setTimeout as wait } from 'node:timers/promises'
import { type JournalFile, lookInto } from '../../../bench/storm/journal-file.ts'
import { CHANNEL } from '../../../src/cli/demo/people.ts'
import { type Playground, type PlaygroundOptions, startPlayground } from '../../../src/cli/demo/playground.ts'
import { until } from '../../../src/demo/until.ts'
import { askBot } from '../../../src/serving/ask-bot.ts'
import type { ControlAnswer } from '../../../src/serving/control.ts'
import { type ConfigEdit, editConfig } from './config.ts'
import { DECIDERS, HANDS, idOf, type Name } from './people.ts'
import { type Place, placeIn } from './place.ts'

/** A whole Drover with its people: real hosts and databases, a Slack, the bot as a process of its own. */
export interface Play extends Playground {
  /** Types `/migrate <line>` in the channel; gives the answer that only that person sees. */
  types(who: Name, line: string): Promise<string>
  /** Says the same in a terminal beside the bot, word by word, under the person's login. */
  asks(who: Name, ...words: readonly string[]): Promise<ControlAnswer>
  /** Starts couch2pg-move as Dina and gives the run's id. Params are `name=value`. */
  begins(...params: readonly string[]): Promise<string>
  /** Waits until the run is at a step, with a status, or both. */
  comesTo(run: string, wanted: Partial<Place>): Promise<Place>
  /** Everybody whose approval a gate needs gives it, in the terminal. */
  approves(run: string, gate: string): Promise<void>
  /** Gives up what a test that broke has left running, so that the next one can start. */
  clearsAway(): Promise<void>
  /** Lets the people decide and do what they are asked, until the run is at that step or has ended that way. */
  goesOnTo(run: string, wanted: Partial<Place>): Promise<Place>
}

const PATIENCE_MS = 120_000
/** Each look is a question to the bot, and takes its time from the move. */
const LOOK_MS = 250

/** How a move goes quickly: nobody watches or keeps anything for days, and couch2pg pauses for a second. */
export const QUICK = ['watch=100ms', 'quarantine=100ms', 'sleepMins=0.02']

/** Starts everything, with people who may also use the terminal. */
export async function startPlay(options: PlaygroundOptions & { readonly config?: ConfigEdit }) {
  const playground = await startPlayground({
    sleepMins: 0.02,
    ...options,
    editConfig: (text) => editConfig(text, options.config),
  })
  return playOn(playground)
}

function playOn(playground: Playground): Play {
  const { slack, dataPath, bed } = playground
  const asks = (who: Name, ...words: readonly string[]) => askBot(dataPath, { login: who, argv: [...words] })
  const lookAt = async (run: string) => placeIn((await asks('dina', 'status', run).catch(() => undefined))?.text)

  const comesTo = (run: string, wanted: Partial<Place>) => {
    let last: Place | undefined
    return until(
      async () => {
        last = (await lookAt(run)) ?? last
        return last && isAt(last, wanted) ? last : undefined
      },
      { timeoutMs: PATIENCE_MS, everyMs: LOOK_MS, otherwise: () => wentWrong(playground, run, wanted, last) },
    )
  }
  const approves = async (run: string, gate: string) => {
    for (const [who, role] of DECIDERS[gate] ?? [])
      await asks(who, 'approve', run, `as=${role}`, `confirm=${bed.config.database}`).catch(() => undefined)
  }
  const goesOnTo = async (run: string, wanted: Partial<Place>) => {
    for (; ; await wait(LOOK_MS)) {
      const place = await comesTo(run, {})
      if (isAt(place, wanted)) return place
      if (place.status === 'waiting' && place.step in DECIDERS) await approves(run, place.step)
      const hand = HANDS[place.step]
      if (hand) await asks(hand, 'done', run, 'note=Done, and looked at.').catch(() => undefined)
      if (place.hasEnded || place.status === 'failed') throw new Error(await wentWrong(playground, run, wanted, place))
    }
  }
  return {
    ...playground,
    types: async (who, line) => {
      const person = slack.as(idOf(who))
      const before = person.ephemerals().length
      await person.command(CHANNEL.id, line)
      const answers = () => person.ephemerals().slice(before)
      return slack.waitFor(() => answers().find(({ text }) => !text.startsWith('Measuring '))?.text, PATIENCE_MS)
    },
    asks,
    begins: async (...params) => {
      const { ok, text } = await asks('dina', 'start', 'couch2pg-move', ...QUICK.filter(isOpenTo(params)), ...params)
      const [, run] = /^Run (\S+) of/.exec(text) ?? []
      if (!ok || run === undefined) throw new Error(`nothing was started: ${text}`)
      return run
    },
    comesTo,
    approves,
    goesOnTo,
    clearsAway: async () => {
      const { text } = await asks('dina', 'abort', 'reason=The test is over.')
      const [run] = /^\S+(?= is being aborted)/.exec(text) ?? []
      if (run !== undefined) await comesTo(run, { status: 'aborted' })
      await bed.target.cluster.psql('postgres', 'drop database if exists cht with (force);')
    },
  }
}

function isAt(place: Place, { step, status }: Partial<Place>): boolean {
  return (step === undefined || place.step === step) && (status === undefined || place.status === status)
}

/** Defaults give way to what a test says itself. */
function isOpenTo(params: readonly string[]): (param: string) => boolean {
  return (param) => !params.some((given) => given.startsWith(param.slice(0, param.indexOf('=') + 1)))
}

async function wentWrong({ dataPath, bot }: Playground, run: string, wanted: Partial<Place>, last: Place | undefined) {
  const why = await askBot(dataPath, { login: 'dina', argv: ['why', run] }).catch((error: unknown) => ({
    text: String(error),
  }))
  const log = bot().log.slice(-5).join('\n')
  return `${run} did not come to ${JSON.stringify(wanted)}; it is at ${JSON.stringify(last)}. ${why.text}\n${log}`
}

/** What the journal of a running bot holds, read from a backup. */
export function lookAt<Seen>(play: Play, look: (file: JournalFile) => Seen): Promise<Seen> {
  return lookInto((path) => play.asks('dina', 'backup', path), look)
}

/** Every event so far. */
export function eventsOf(play: Play) {
  return lookAt(play, (file) => file.events())
}
