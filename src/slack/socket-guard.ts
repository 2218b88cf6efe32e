import type { Log } from '../model/ports.ts'

/** Keeps a failed reconnect of Slack's SDK from ending the process. */
export interface SocketGuard {
  remove(): void
}

/**
 * socket-mode 3.1 leaves the promise of a reconnect unhandled, which ends a Node process
 * (https://github.com/slackapi/node-slack-sdk/issues/2656). Only such rejections are caught; all others end the process
 * as before.
 */
export function guardSockets(log: Log, onFailedReconnect: () => void): SocketGuard {
  const onRejection = (reason: unknown): void => {
    if (!isFromSockets(reason)) throw reason
    log.warn('A reconnect to Slack failed.', { reason })
    onFailedReconnect()
  }
  process.on('unhandledRejection', onRejection)
  return { remove: () => void process.off('unhandledRejection', onRejection) }
}

/** A disconnect that races a reconnect rejects with nothing at all. */
function isFromSockets(reason: unknown): boolean {
  if (reason === undefined) return true
  return reason instanceof Error && 'code' in reason && /^slack_(webapi|socket_mode)_/.test(String(reason.code))
}
