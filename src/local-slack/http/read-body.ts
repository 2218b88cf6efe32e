import type { IncomingMessage } from 'node:http'
import { type Fields, isFields, parseJson } from '../fields.ts'

const maxBytes = 64 * 1024 * 1024

/** The whole body of a request; throws when it is larger than 64 MiB. */
export const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    sizeBytes += bytes.length
    if (sizeBytes > maxBytes) throw new Error('The request is larger than 64 MiB.')
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

/** The parts of a multipart body, read by the platform's own parser. */
export const readForm = (request: IncomingMessage, body: Buffer): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData()

const textParts = (form: FormData): Fields =>
  Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string'))

/** The arguments of a call: a form, JSON or multipart body, and what the address says. */
export const readArguments = async (request: IncomingMessage, url: URL): Promise<Fields> => {
  const body = await readBytes(request)
  const type = request.headers['content-type'] ?? ''
  const inAddress = Object.fromEntries(url.searchParams)
  if (type.startsWith('application/json')) {
    const parsed = parseJson(body.toString())
    return { ...inAddress, ...(isFields(parsed) ? parsed : {}) }
  }
  if (type.startsWith('multipart/form-data')) return { ...inAddress, ...textParts(await readForm(request, body)) }
  return { ...inAddress, ...Object.fromEntries(new URLSearchParams(body.toString())) }
}
