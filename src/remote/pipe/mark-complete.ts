import { UserError } from '../../model/user-error.ts'
import { lastLine } from '../last-line.ts'
import type { End } from './end.ts'
import { MARK_SH } from './guard-sh.ts'

const TIMEOUT_MS = 90_000

/** Tells the target's guard that the source ended well after so many bytes. Throws UserError `stream-not-ended`. */
export async function markComplete({ host, folder }: End, bytes: number): Promise<void> {
  const { code, stderr } = await host.ask(MARK_SH, [folder, String(bytes)], { timeoutMs: TIMEOUT_MS })
  if (code !== 0) throw notEnded(host.name, lastLine(stderr))
}

function notEnded(host: string, reason: string): UserError {
  const message = `${host} could not take note that the stream was complete (${reason}), so its command was ended instead of trusting a stream that may be cut. Free what is missing on ${host}, then send it again.`
  return new UserError('stream-not-ended', message)
}
