import type { Reply } from '../../model/subcommand.ts'
import { refuse, UserError } from '../../model/user-error.ts'
import { parseLine, type TypedLine } from '../parse.ts'
import { replyCard } from '../views/index.ts'
import type { Asker, Desk } from './desk.ts'
import type { CommandBody, MentionBody } from './payloads.ts'
import { sendFile } from './send-file.ts'
import { sendPlan } from './send-plan.ts'
import { openStartWindow } from './start-window.ts'

/** Carries out `/migrate …` and answers the person who typed it. */
export async function answerCommand(body: CommandBody, desk: Desk): Promise<void> {
  const { user_id: userId, channel_id: channel, trigger_id: triggerId } = body
  const line = parseLine(body.text)
  try {
    const tell = progressTo({ userId, channel }, desk)
    await reply(await desk.answer(line, { userId, channel, via: 'command', tell }), { userId, channel }, desk)
  } catch (error) {
    if (!lacksParams(error, line)) throw error
    const isOpen = await openStartWindow(line, { userId, channel }, triggerId, desk)
    if (!isOpen) throw error
  }
}

/** Carries out `@bot …`. In the thread of a run that run is meant, and no words at all ask what it waits for. */
export async function answerMention({ event }: MentionBody, desk: Desk): Promise<void> {
  const { user: userId, channel } = event
  const threadTs = event.thread_ts ?? event.ts
  const run = desk.mailroom.keyOf(channel, threadTs)?.split('/')[0]
  const said = event.text.replaceAll(new RegExp(`<@${desk.botUserId}(|[^>]*)?>`, 'g'), ' ').trim()
  const line = parseLine(said === '' && run !== undefined ? 'why' : said)
  if (line.options['code'] !== undefined) refuseOpenCode(line)
  const asker = { userId, channel, threadTs: event.thread_ts }
  const given = await desk.answer(line, { userId, channel, via: 'command', run, tell: progressTo(asker, desk) })
  await reply(given, asker, desk)
}

/** Everybody in the channel reads a message, so what it holds is no proof. */
function refuseOpenCode({ subcommand }: TypedLine): never {
  return refuse(
    'code-in-message',
    `A step-up code in a message is there for all to read, so nothing was done. Wait for the next code and type /migrate ${subcommand} …, which nobody else sees.`,
  )
}

/** What is said before an answer that takes a while. */
function progressTo(asker: Asker, { talk }: Desk): (sentence: string) => Promise<void> {
  return (sentence) => talk.whisper(asker, replyCard({ text: sentence }))
}

const FILES_HINT = ' You find it as a file in your messages with me.'

async function reply(given: Reply, asker: Asker, desk: Desk): Promise<void> {
  const { talk } = desk
  if (given.plan) sendPlan(given.plan, asker.userId, desk)
  for (const file of given.files ?? []) sendFile(file, asker.userId, desk)
  const hint = given.plan ? ' Every command is in a file in your messages with me.' : given.files ? FILES_HINT : ''
  const card = replyCard({ ...given, text: `${given.text}${hint}` })
  await (given.isPublic ? talk.say(asker, card) : talk.whisper(asker, card))
}

/** `/migrate start <name>` alone, where the migration needs more than its name. */
function lacksParams(error: unknown, { subcommand, words, options }: TypedLine): boolean {
  const isBare = words.length === 1 && Object.keys(options).length === 0
  return (
    isBare && ['start', 'rehearse'].includes(subcommand) && error instanceof UserError && error.code === 'bad-params'
  )
}
