import { readFile } from 'node:fs/promises'
import { placeOf } from '../../program.ts'
import { replyText } from './reply.ts'
import type { Route } from './route.ts'

const folder = placeOf('src/local-slack/page/')

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

const typeOf = (path: string): string => types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'

const policy =
  "default-src 'self'; img-src 'self' data: http: https:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The page's own files; every other address shows the page, which finds the place it names. */
export const staticRoute: Route = async ({ response, rest }) => {
  const path = /^[a-z0-9-]+(\/[a-z0-9-]+)*\.(js|css|svg)$/.test(rest) ? rest : 'index.html'
  try {
    const body = await readFile(new URL(path, folder))
    response.writeHead(200, {
      'content-type': typeOf(path),
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    response.end(body)
  } catch {
    replyText(response, 'There is no such page.', 404)
  }
}
