import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Fields, parseJson } from '../fields.ts'
import type { Message } from './message.ts'
import type { StoredFile } from './stored-file.ts'
import type { Channel, Workspace } from './workspace.ts'

const fields = z.custom<Fields>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
const message = z.object({
  channel: z.string(),
  ts: z.string(),
  threadTs: z.string().exactOptional(),
  user: z.string(),
  text: z.string(),
  blocks: z.array(fields),
  metadata: fields.exactOptional(),
  edited: z.object({ user: z.string(), ts: z.string() }).exactOptional(),
  isBroadcast: z.boolean().exactOptional(),
  isTombstone: z.boolean().exactOptional(),
  isPinned: z.boolean().exactOptional(),
  files: z.array(z.string()),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })),
})
const channel = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['channel', 'private', 'dm']),
  members: z.array(z.string()),
  isArchived: z.boolean(),
})
const file = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  mimeType: z.string(),
  altText: z.string().exactOptional(),
  channel: z.string().exactOptional(),
  messageTs: z.string().exactOptional(),
  bytes: z.base64(),
})
const saved = z.object({
  version: z.literal(1),
  channels: z.array(channel),
  messages: z.array(message),
  files: z.array(file),
})
type Saved = z.infer<typeof saved>

const snapshot = (workspace: Workspace): Saved => ({
  version: 1,
  channels: workspace.channels,
  messages: workspace.messages.map(({ revision: _revision, ephemeralFor: _person, ...rest }: Message) => rest),
  files: [...workspace.files.values()]
    .filter((one) => one.isShared)
    .map(({ bytes, sizeBytes: _size, isShared: _shared, ...rest }) => ({ ...rest, bytes: bytes.toString('base64') })),
})

const merged = (now: Channel[], before: Channel[]): Channel[] => [
  ...now.map((one) => before.find((other) => other.id === one.id) ?? one),
  ...before.filter((one) => one.kind === 'dm' && now.every((other) => other.id !== one.id)),
]

const restoredFile = (one: Saved['files'][number]): StoredFile => {
  const bytes = Buffer.from(one.bytes, 'base64')
  return { ...one, bytes, sizeBytes: bytes.length, isShared: true }
}

const pathIn = (dataPath: string): string => join(dataPath, 'local-slack.json')

const parse = (text: string, path: string): Saved => {
  const read = saved.safeParse(parseJson(text))
  if (read.success) return read.data
  throw new Error(`The messages kept in ${path} cannot be read. Move the file away to start with none.`)
}

/** Puts back what an earlier process said; nothing happens when there was none. */
export const restore = async (workspace: Workspace, dataPath: string): Promise<void> => {
  const text = await readFile(pathIn(dataPath), 'utf8').catch(() => undefined)
  if (text === undefined) return
  const before = parse(text, pathIn(dataPath))
  workspace.channels = merged(workspace.channels, before.channels)
  workspace.messages = before.messages.map((one) => ({ ...one, revision: 0 }))
  for (const one of before.files) workspace.files.set(one.id, restoredFile(one))
  const last = workspace.messages
    .map((one) => one.ts)
    .sort()
    .at(-1)
  if (last) workspace.clock.startAfter(last)
}

const save = async (workspace: Workspace, dataPath: string): Promise<void> => {
  const path = pathIn(dataPath)
  await mkdir(dataPath, { recursive: true })
  await writeFile(`${path}.new`, JSON.stringify(snapshot(workspace)))
  await rename(`${path}.new`, path)
}

const quietMs = 200

/** Saves soon after each change; the answer saves what is left and ends that. */
export const keepSaved = (workspace: Workspace, dataPath: string): (() => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  const write = () => {
    timer = undefined
    writing = writing.catch(() => undefined).then(() => save(workspace, dataPath))
    return writing
  }
  // A failed save is tried again with the next change; only the last one is reported.
  const writeQuietly = () => {
    write().catch(() => undefined)
  }
  const unlisten = workspace.changes.listen(() => {
    timer ??= setTimeout(writeQuietly, quietMs)
  })
  return async () => {
    unlisten()
    clearTimeout(timer)
    await write()
  }
}
