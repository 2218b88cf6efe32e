import { type Fields, isFields, textAt } from '../../fields.ts'
import { makeId } from '../../identifiers.ts'
import type { ServerState } from '../../server-state.ts'
import { wireFile } from '../../wire/wire-file.ts'
import { post, remove, touch } from '../../workspace/messages.ts'
import { mimeTypeOf, type StoredFile } from '../../workspace/stored-file.ts'
import { needText, nestedAt } from '../arguments.ts'
import { contentAt } from '../content.ts'
import type { Methods } from '../method.ts'
import { threadAt, writableAt } from '../places.ts'
import { SlackError } from '../slack-error.ts'

const getUploadUrl = (state: ServerState, args: Fields): Fields => {
  const name = needText(args, 'filename')
  const length = Number(needText(args, 'length'))
  if (!(length > 0)) throw new SlackError('missing_argument')
  const altText = textAt(args, 'alt_txt')
  const id = makeId('F')
  state.workspace.files.set(id, {
    id,
    name,
    title: name,
    mimeType: mimeTypeOf(name),
    ...(altText ? { altText } : {}),
    sizeBytes: 0,
    bytes: Buffer.alloc(0),
    isShared: false,
  })
  return { upload_url: `${state.address}upload/${id}`, file_id: id }
}

const uploaded = (state: ServerState, row: unknown): StoredFile => {
  const file = isFields(row) ? state.workspace.files.get(String(row['id'])) : undefined
  if (!file || file.sizeBytes === 0) throw new SlackError('file_not_found')
  const title = isFields(row) ? textAt(row, 'title') : undefined
  return Object.assign(file, title ? { title } : {})
}

const share = (state: ServerState, args: Fields, files: StoredFile[]): void => {
  const channel = writableAt(state, { channel: args['channel_id'] })
  const text = textAt(args, 'initial_comment')
  const blocks = nestedAt(args, 'blocks', 'invalid_blocks_format')
  if (text || blocks) contentAt({ text, blocks })
  const message = post(state.workspace, {
    channel: channel.id,
    user: state.workspace.bot.userId,
    text,
    blocks,
    threadTs: threadAt(state, channel, args),
    files: files.map((file) => file.id),
  })
  for (const file of files) Object.assign(file, { channel: channel.id, messageTs: message.ts, isShared: true })
  state.workspace.changes.tell()
}

const completeUpload = (state: ServerState, args: Fields): Fields => {
  const rows = nestedAt(args, 'files', 'invalid_arguments')
  if (!Array.isArray(rows) || rows.length === 0) throw new SlackError('invalid_arguments')
  const files = rows.map((row) => uploaded(state, row))
  if (textAt(args, 'channel_id')) share(state, args, files)
  return { files: files.map(wireFile) }
}

/** A message that only carried the file goes with it. */
const deleteFile = (state: ServerState, args: Fields): Fields => {
  const id = needText(args, 'file')
  const { workspace } = state
  if (!workspace.files.delete(id)) throw new SlackError('file_not_found')
  for (const message of workspace.messages.filter(({ files }) => files.includes(id))) {
    message.files = message.files.filter((one) => one !== id)
    const isEmpty = message.files.length === 0 && message.text === '' && message.blocks.length === 0
    if (isEmpty) remove(workspace, message)
    else touch(workspace, message)
  }
  return {}
}

/** files.*: the two halves of an upload, and the end of a file. */
export const filesMethods: Methods = {
  'files.getUploadURLExternal': { token: 'bot', scope: 'files:write', run: getUploadUrl },
  'files.completeUploadExternal': { token: 'bot', scope: 'files:write', run: completeUpload },
  'files.delete': { token: 'bot', scope: 'files:write', run: deleteFile },
}
