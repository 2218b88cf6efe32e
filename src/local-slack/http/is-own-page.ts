import type { IncomingMessage } from 'node:http'

const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '')

/**
 * Whether the request comes from the local page or a program on this machine. A page of another site could
 * otherwise act as the people of this workspace, through the visitor's own browser.
 */
export const isOwnPage = (request: IncomingMessage): boolean => {
  const host = request.headers.host ?? ''
  const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
  const { origin } = request.headers
  return isLocal && (origin === undefined || hostOf(origin) === host)
}
