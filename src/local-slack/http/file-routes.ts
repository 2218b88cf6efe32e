import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { CallFault } from '../faults.ts'
import { readBytes, readForm } from './read-body.ts'
import { replyText } from './reply.ts'
import type { Exchange, Route } from './route.ts'

const uploadedBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const body = await readBytes(request)
  if (!(request.headers['content-type'] ?? '').startsWith('multipart/form-data')) return body
  for (const value of (await readForm(request, body)).values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  return Buffer.alloc(0)
}

/** `/upload/<file>`: takes the bytes of a file that was announced. It may go wrong as the method `upload`. */
export const uploadRoute: Route = async (exchange) => {
  const { state, request, response, rest } = exchange
  const file = state.workspace.files.get(rest)
  if (!file) return replyText(response, 'There is no such upload.', 404)
  const bytes = await uploadedBytes(request)
  const fault = state.faults.takeCall('upload')
  const refusal = refusalOf(fault)
  if (!refusal) {
    file.bytes = bytes
    file.sizeBytes = bytes.length
  }
  if (fault) record(exchange, fault, refusal)
  if (fault?.kind === 'late-answer') await wait(fault.delayMs, undefined, { ref: false })
  if (fault?.kind === 'drop-response') return void request.socket.destroy()
  if (refusal) return replyText(response, refusal.text, refusal.status, refusal.headers)
  replyText(response, `OK - ${file.sizeBytes}`)
}

interface Refusal {
  status: number
  text: string
  headers?: { 'retry-after': string }
}

/** This address answers in plain text, so an error of the Web API is an HTTP error here. */
const refusalOf = (fault: CallFault | undefined): Refusal | undefined => {
  if (fault?.kind === 'rate-limit')
    return { status: 429, text: 'ratelimited', headers: { 'retry-after': String(fault.retryAfterSeconds) } }
  if (fault?.kind === 'server-error') return { status: fault.status, text: 'internal_error' }
  if (fault?.kind === 'slack-error') return { status: 500, text: fault.error }
  return undefined
}

/** An upload is on record only when something went wrong with it. */
const record = ({ state, rest }: Exchange, fault: CallFault, refusal: Refusal | undefined): void => {
  state.calls.push({
    method: 'upload',
    args: { file: rest },
    at: new Date().toISOString(),
    status: refusal?.status ?? 200,
    answer: refusal ? { ok: false, error: refusal.text } : { ok: true },
    ...(fault.kind === 'drop-response' ? { isDropped: true } : {}),
    ...(fault.kind === 'late-answer' ? { delayMs: fault.delayMs } : {}),
  })
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
