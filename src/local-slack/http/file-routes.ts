import type { IncomingMessage } from 'node:http'
import { readBytes, readForm } from './read-body.ts'
import { replyText } from './reply.ts'
import type { Route } from './route.ts'

const uploadedBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const body = await readBytes(request)
  if (!(request.headers['content-type'] ?? '').startsWith('multipart/form-data')) return body
  for (const value of (await readForm(request, body)).values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  return Buffer.alloc(0)
}

/** `/upload/<file>`: takes the bytes of a file that was announced. */
export const uploadRoute: Route = async ({ state, request, response, rest }) => {
  const file = state.workspace.files.get(rest)
  if (!file) return replyText(response, 'There is no such upload.', 404)
  file.bytes = await uploadedBytes(request)
  file.sizeBytes = file.bytes.length
  replyText(response, `OK - ${file.sizeBytes}`)
}

const inline = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/svg+xml'])

/** `/files/<file>/<name>`: a shared file; images are shown, everything else is only saved, never run. */
export const fileRoute: Route = ({ state, response, rest }) => {
  const file = state.workspace.files.get(rest.split('/')[0] ?? '')
  if (!file?.isShared) return replyText(response, 'There is no such file.', 404)
  const name = encodeURIComponent(file.name)
  response.writeHead(200, {
    'content-type': file.mimeType,
    'content-length': file.sizeBytes,
    'content-disposition': `${inline.has(file.mimeType) ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  response.end(file.bytes)
}
