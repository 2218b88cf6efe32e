import type { Posted } from '../../model/mailroom.ts'
import { type Lanes, methodOf } from './lanes.ts'

/** Letters to send now, each with the message it answers to, and when to look again. */
export interface Choice {
  readonly send: readonly { readonly letter: Posted; readonly threadTs: string | undefined }[]
  readonly wakeMs: number | undefined
}

/**
 * Which of the due letters may go out now. Posts of a channel keep their order, one at a time, and a question to
 * people does not wait behind the lines of a thread. Edits do not wait for posts; a thread's answers wait until their
 * first message is there.
 */
export function choose(
  due: readonly Posted[],
  lanes: Lanes,
  tsOf: (key: string) => string | undefined,
  nowMs: number,
): Choice {
  const posting = new Set<string>()
  const send: { letter: Posted; threadTs: string | undefined }[] = []
  let wakeMs = Number.POSITIVE_INFINITY
  for (const letter of threadsLast(due)) {
    const threadTs = letter.threadKey === undefined ? undefined : tsOf(letter.threadKey)
    const isPost = methodOf(letter) !== 'update'
    if (lanes.isSending(letter.key) || (isPost && letter.threadKey !== undefined && threadTs === undefined)) continue
    if (isPost && (posting.has(letter.channel) || lanes.isPosting(letter.channel))) continue
    if (isPost) posting.add(letter.channel)
    const readyMs = lanes.readyMs(letter, nowMs)
    if (readyMs <= nowMs) send.push({ letter, threadTs })
    else wakeMs = Math.min(wakeMs, readyMs)
  }
  return { send, wakeMs: Number.isFinite(wakeMs) ? wakeMs : undefined }
}

function threadsLast(due: readonly Posted[]): readonly Posted[] {
  const isThreaded = ({ threadKey }: Posted) => threadKey !== undefined
  return [...due.filter((letter) => !isThreaded(letter)), ...due.filter(isThreaded)]
}
