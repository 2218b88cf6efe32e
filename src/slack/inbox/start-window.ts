import { z } from 'zod'
import type { TypedLine } from '../parse.ts'
import { replyCard, startModal } from '../views/index.ts'
import type { Asker, Desk } from './desk.ts'
import { inputsOf, type SubmissionBody } from './payloads.ts'
import { unknownButton } from './person-command.ts'

const StartRef = z.strictObject({
  subcommand: z.enum(['start', 'rehearse']),
  migration: z.string(),
  channel: z.string(),
})

/** Opens the form of a migration's params. False when there is none to open, or Slack did not open it. */
export async function openStartWindow(
  { subcommand, words }: TypedLine,
  { channel }: Asker,
  triggerId: string,
  { migrations, talk, log }: Desk,
): Promise<boolean> {
  const migration = migrations.find(({ name }) => name === words[0])
  if (!migration) return false
  const asked = subcommand === 'rehearse' ? subcommand : 'start'
  const view = startModal(migration, undefined, asked)
  const metadata = JSON.stringify({ subcommand, migration: migration.name, channel })
  try {
    await talk.open(triggerId, { ...view, private_metadata: metadata })
    return true
  } catch (error) {
    log.warn('The start form did not open.', { migration: migration.name, error })
    return false
  }
}

/** Starts what the form was filled in for. */
export async function submitStart(body: SubmissionBody, desk: Desk): Promise<void> {
  const ref = decodeStart(body.view.private_metadata)
  if (!ref) return unknownButton()
  const { subcommand, migration, channel } = ref
  const userId = body.user.id
  const line = { subcommand, words: [migration], options: inputsOf(body) }
  const asker = { userId, channel }
  const tell = (sentence: string) => desk.talk.whisper(asker, replyCard({ text: sentence }))
  const given = await desk.answer(line, { userId, channel, via: 'command', tell })
  await (given.isPublic ? desk.talk.say(asker, replyCard(given)) : desk.talk.whisper(asker, replyCard(given)))
}

/** The channel that a start form was opened in, for answers about it. */
export function startChannel(metadata: string): string | undefined {
  return decodeStart(metadata)?.channel
}

/** Undefined when the text is not of a form of ours. */
function decodeStart(metadata: string): z.infer<typeof StartRef> | undefined {
  try {
    const ref = StartRef.safeParse(JSON.parse(metadata))
    return ref.success ? ref.data : undefined
  } catch {
    return undefined
  }
}
