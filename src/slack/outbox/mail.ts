import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Json } from '../../model/json.ts'

/** What goes on the wire for one message. */
export interface Content {
  readonly text: string
  readonly blocks: readonly Json[]
}

/** Where a message stands, or shall stand. `channel` is a channel's id, also for direct messages. */
export interface Place {
  readonly channel: string
  readonly threadTs?: string | undefined
}

/** Which letter a message is, and which version of it. Travels as message metadata, so that it can be found again. */
export interface Mark {
  readonly key: string
  readonly version: number
}

/** A text file to upload; `name` is unique in its thread. */
export interface Upload {
  readonly name: string
  readonly text: string
  readonly comment: string
}

/** A message that was found in a channel. */
export interface Found {
  readonly ts: string
  readonly mark?: Mark | undefined
  readonly fileNames: readonly string[]
}

/** The five things the outbox asks of Slack. All throw errors of Slack's SDK. */
export interface Mail {
  post(place: Place, content: Content, mark: Mark): Promise<string>
  update(channel: string, ts: string, content: Content): Promise<void>
  upload(place: Place, file: Upload): Promise<string>
  /** The bot's newest messages there, back to an instant. */
  recent(place: Place, since: Date): Promise<readonly Found[]>
  openDm(user: string): Promise<string>
}

const EVENT_TYPE = 'drover'
const PAGES = 5

const Posted = z.looseObject({ ts: z.string() })
const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) })
const Uploaded = z.looseObject({ files: z.array(z.looseObject({ files: z.array(z.looseObject({ id: z.string() })) })) })
const Metadata = z.looseObject({
  event_type: z.literal(EVENT_TYPE),
  event_payload: z.looseObject({ key: z.string(), version: z.number() }),
})
const Page = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z.unknown().optional(),
      files: z.array(z.looseObject({ name: z.string().optional() })).optional(),
    }),
  ),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
})

/** Slack's Web API as the outbox sees it. */
export function createMail(client: WebClient): Mail {
  return {
    async post({ channel, threadTs }, { text, blocks }, { key, version }) {
      const metadata = { event_type: EVENT_TYPE, event_payload: { key, version } }
      const shown = { text, blocks, unfurl_links: false, unfurl_media: false }
      const answer = await client.apiCall('chat.postMessage', { channel, thread_ts: threadTs, ...shown, metadata })
      return Posted.parse(answer).ts
    },
    async update(channel, ts, { text, blocks }) {
      await client.apiCall('chat.update', { channel, ts, text, blocks })
    },
    async upload({ channel, threadTs }, { name, text, comment }) {
      const file = { content: text, filename: name, title: name, initial_comment: comment, channel_id: channel }
      const answer = await client.filesUploadV2(threadTs === undefined ? file : { ...file, thread_ts: threadTs })
      return `file:${Uploaded.parse(answer).files[0]?.files[0]?.id ?? name}`
    },
    recent: (place, since) => recent(client, place, since),
    async openDm(user) {
      return Opened.parse(await client.apiCall('conversations.open', { users: user })).channel.id
    },
  }
}

async function recent(client: WebClient, { channel, threadTs }: Place, since: Date): Promise<readonly Found[]> {
  const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies'
  const oldest = (since.getTime() / 1000).toFixed(6)
  const found: Found[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const where = { channel, ts: threadTs, oldest, cursor, limit: 200, include_all_metadata: true }
    const { messages, response_metadata } = Page.parse(await client.apiCall(method, where))
    found.push(...messages.map(toFound))
    cursor = response_metadata?.next_cursor || undefined
    if (cursor === undefined) break
  }
  return found
}

function toFound({ ts, metadata, files = [] }: z.infer<typeof Page>['messages'][number]): Found {
  const mark = Metadata.safeParse(metadata)
  return {
    ts,
    mark: mark.success ? mark.data.event_payload : undefined,
    fileNames: files.flatMap(({ name }) => (name === undefined ? [] : [name])),
  }
}
