import type { Asker } from '../talk.ts'
import type { ClickBody, SubmissionBody } from './payloads.ts'
import { startChannel } from './start-window.ts'
import { decodeWindow } from './window-ref.ts'

/** Where the person clicked. */
export function clickerOf({ user, channel, container }: ClickBody): Asker {
  return { userId: user.id, channel: channel?.id, threadTs: container?.thread_ts }
}

/** Where the person clicked before the window opened. */
export function submitterOf({ user, view }: SubmissionBody): Asker {
  const { channel, threadTs } = decodeWindow(view.private_metadata) ?? {}
  return { userId: user.id, channel: channel ?? startChannel(view.private_metadata), threadTs }
}
