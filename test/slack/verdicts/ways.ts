import { setTimeout as wait } from 'node:timers/promises'
import type { View } from '../../../src/local-slack/index.ts'
import { textOf } from '../office.ts'
import type { Hall } from './hall.ts'
import type { Somebody } from './people.ts'
import type { Verb } from './rules.ts'

/** What came of an act: nothing said, when it was done. */
export type Verdict = string | undefined

/** One way in which people act. Gives the refusal that the person read. */
export interface Way {
  readonly name: string
  readonly act: (hall: Hall, verb: Verb, who: Somebody, run: string, channel: string) => Promise<Verdict>
}

const INPUTS = { reason: 'the disk', outcome: 'failed' }

/** What follows the verb when it is typed. */
const TYPED: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  approve: ['as=dba'],
  deny: ['as=dba', 'reason=disk'],
  withdraw: [],
  hold: ['reason=disk'],
  release: [],
  retry: [],
  skip: ['reason=disk'],
  rollback: ['reason=disk'],
  abort: ['reason=disk'],
  done: ['note=disk'],
  resolve: ['failed', 'reason=disk'],
}

/** Verbs that ask for the rest in a window. */
export const IN_WINDOW: readonly Verb[] = ['deny', 'hold', 'skip', 'rollback', 'abort', 'done', 'resolve']

const screen: Way = {
  name: 'the button and its window',
  async act(hall, verb, who, run, channel) {
    const { slack } = hall.office
    const heard = refusalsTo(hall, who, channel).length
    const over = await following(hall, who, run, channel)
    await click(hall, verb, who, channel)
    if (!IN_WINDOW.includes(verb)) return await over()
    const isHeard = () => refusalsTo(hall, who, channel).length > heard
    const view = await slack.waitFor(() => readyWindow(hall, verb, who) ?? (isHeard() && 'none'))
    if (view === 'none') return await over()
    if (view.callbackId === 'message') return await readAndClose(hall, who, view)
    await slack.as(who.id).submit(view.id, inputsFor(verb))
    return await over()
  },
}

const typed: Way = {
  name: 'typed words',
  async act(hall, verb, who, run, channel) {
    const before = refusalsTo(hall, who, channel).length
    await hall.office.slack.as(who.id).command(channel, [verb, run, ...(TYPED[verb] ?? [])].join(' '))
    const said = await hall.office.slack.waitFor(() => refusalsTo(hall, who, channel)[before])
    return ANSWERS.some((words) => words.test(said)) ? undefined : said
  },
}

const terminal: Way = {
  name: 'the terminal',
  async act(hall, verb, who, run) {
    const { ok, text } = await hall.terminal(who, [verb, run, ...(TYPED[verb] ?? [])])
    return ok ? undefined : text
  },
}

/** The ways that a verb has. */
export function waysOf(verb: Verb): readonly Way[] {
  return TYPED[verb] === undefined ? [screen] : [screen, typed, terminal]
}

/** How an answer begins that says that it was done. */
const ANSWERS = [
  /^Approved /,
  /^Denied /,
  /^Your approval of /,
  /is held: it stops/,
  /goes on/,
  /tries again/,
  /is rolling back/,
  /is being aborted/,
  /recorded as/,
]

/** Clicks the verb's button, wherever in the channel it is. */
export async function click({ office: { slack } }: Hall, verb: Verb, who: Somebody, channel: string): Promise<void> {
  const button = verb === 'approve' ? 'approve:dba' : verb
  const message = await slack.waitFor(() =>
    slack.messages(channel).find((one) => textOf(one).includes(`"action_id":"${button}"`)),
  )
  await slack.as(who.id).click({ channel, ts: message.ts }, button)
}

/** The window of a verb, or the one that says why there is none; not the one that only says to wait. */
function readyWindow({ office: { slack } }: Hall, verb: Verb, { id }: Somebody): View | undefined {
  const view = slack.as(id).view()
  return view && [verb, 'message'].includes(view.callbackId) ? view : undefined
}

async function readAndClose({ office: { slack } }: Hall, { id }: Somebody, view: View): Promise<Verdict> {
  await slack.as(id).closeView(view.id)
  return /"text":"(.*?)"[,}]/.exec(JSON.stringify(view.blocks))?.[1]
}

/** What a window of a verb is filled in with. */
export function inputsFor(verb: Verb): Record<string, string> {
  return verb === 'resolve' ? INPUTS : { reason: INPUTS.reason }
}

/** What a person was told in private in a channel. */
export function refusalsTo({ office: { slack } }: Hall, { id }: Somebody, channel: string): readonly string[] {
  return slack
    .as(id)
    .ephemerals(channel)
    .map(({ text }) => text)
}

/** A click is done in silence, so it is over when the person was told something or the record has it. */
export async function following(
  hall: Hall,
  { id, is }: Somebody,
  run: string,
  channel: string,
): Promise<() => Promise<Verdict>> {
  const told = refusalsTo(hall, { id, is }, channel).length
  const known = (await hall.historyOf(run)).length
  return async () => {
    for (;;) {
      const said = refusalsTo(hall, { id, is }, channel)[told]
      if (said !== undefined) return said
      const news = (await hall.historyOf(run)).slice(known)
      if (news.some(({ actor, type }) => actor === id && type !== 'refused')) return undefined
      await wait(10)
    }
  }
}
