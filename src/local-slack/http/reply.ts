import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Ends a response with JSON. */
export const replyJson = (
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: OutgoingHttpHeaders = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(value))
}

/** Ends a response with text. */
export const replyText = (
  response: ServerResponse,
  text: string,
  status = 200,
  headers: OutgoingHttpHeaders = {},
): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
  response.end(text)
}
