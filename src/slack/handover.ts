import { randomBytes } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Log } from '../model/ports.ts'
import type { Handover } from '../model/step-ups.ts'
import { UserError } from '../model/user-error.ts'
import { codeOf } from './outbox/fault.ts'
import { patiently } from './patiently.ts'
import { qrPicture } from './qr-picture.ts'

const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) })
const Posted = z.looseObject({ ts: z.string() })
const Uploaded = z.looseObject({ files: z.array(z.looseObject({ files: z.array(z.looseObject({ id: z.string() })) })) })
const Shown = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      text: z.string().optional(),
      files: z.array(z.looseObject({ id: z.string(), name: z.string().optional() })).optional(),
    }),
  ),
})

/** What Slack says of a message or file that is not there any more. */
const ALREADY_GONE = ['message_not_found', 'file_not_found', 'file_deleted']

/** Where a secret is shown; a part that was never posted is left out. */
const Where = z.strictObject({ channel: z.string(), ts: z.string().optional(), file: z.string().optional() })
type Where = z.infer<typeof Where>

/**
 * Shows a secret in somebody's direct messages, outside the outbox, which would keep it: as a picture, and as text for a
 * phone that cannot take pictures of itself.
 */
export function createHandover(client: WebClient, log: Log): Handover {
  const takeBack = (where: Where) => remove(client, where, log)
  return {
    async hand(person, secret, uri) {
      let where: Where | undefined
      // Nobody else's, not even that of the same person's other try, so that each takes away its own.
      const picture = `step-up-code-${randomBytes(4).toString('hex')}.png`
      try {
        where = {
          channel: Opened.parse(await patiently(() => client.conversations.open({ users: person }))).channel.id,
        }
        where = { ...where, file: await upload(client, where.channel, picture, qrPicture(uri)) }
        where = { ...where, ts: await post(client, where.channel, textFor(secret, uri)) }
        return JSON.stringify(where)
      } catch (cause) {
        if (where) await takeBack({ ...(await findShown(client, where.channel, secret, picture, log)), ...where })
        const sentence =
          'Slack did not take the message with the picture, so there is no step-up code. Type /migrate enroll again.'
        throw new UserError('handover-failed', sentence, { cause })
      }
    },
    takeBack: (where) => takeBack(Where.parse(JSON.parse(where))),
  }
}

function textFor(secret: string, uri: string): string {
  return [
    'Your step-up code for Drover. Scan the picture above with an authenticator app, or put this key into it by hand:',
    `\`${secret}\``,
    `On the phone itself this address opens the app: \`${uri.replaceAll('&', '&amp;')}\``,
    'Then type the six digits that it shows: `/migrate enroll code=&lt;six digits&gt;`. The picture and this message go away when that is done, since whoever sees them could copy the code.',
  ].join('\n')
}

async function upload(client: WebClient, channel: string, name: string, bytes: Buffer): Promise<string | undefined> {
  const file = { file: bytes, filename: name, title: 'Step-up code', alt_text: 'A QR code' }
  const answer = Uploaded.parse(await client.filesUploadV2({ ...file, channel_id: channel }))
  return answer.files[0]?.files[0]?.id
}

async function post(client: WebClient, channel: string, text: string): Promise<string> {
  const shown = { text, unfurl_links: false, unfurl_media: false }
  return Posted.parse(await client.chat.postMessage({ channel, ...shown })).ts
}

/** A message or picture whose answer was lost stands there all the same. */
async function findShown(
  client: WebClient,
  channel: string,
  secret: string,
  picture: string,
  log: Log,
): Promise<Partial<Where>> {
  try {
    const { messages } = Shown.parse(await patiently(() => client.conversations.history({ channel, limit: 20 })))
    const ts = messages.find(({ text }) => text?.includes(secret))?.ts
    const file = messages.flatMap(({ files = [] }) => files).find(({ name }) => name === picture)?.id
    return { ...(ts !== undefined && { ts }), ...(file !== undefined && { file }) }
  } catch (error) {
    log.error('It could not be looked up whether a message with a step-up code was left behind.', { channel, error })
    return {}
  }
}

/** Tries both, whatever comes of the first. What an unanswered try had taken away is gone all the same. */
async function remove(client: WebClient, { channel, ts, file }: Where, log: Log): Promise<boolean> {
  const gone = await Promise.allSettled([
    file === undefined ? undefined : patiently(() => client.files.delete({ file })),
    ts === undefined ? undefined : patiently(() => client.chat.delete({ channel, ts })),
  ])
  const failed = gone.flatMap((one): readonly unknown[] => (one.status === 'rejected' ? [one.reason] : []))
  const left = failed.filter((error) => !ALREADY_GONE.includes(codeOf(error) ?? ''))
  for (const error of left) log.error('A message with a step-up code could not be taken away.', { channel, error })
  return left.length === 0
}
