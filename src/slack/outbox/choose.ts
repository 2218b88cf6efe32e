import type { Due } from '../../model/mailroom.ts'
import { type Lanes, methodOf } from './lanes.ts'

/** A letter to send now, with the message it answers to, and the lines of the same thread that may go out with it. */
export interface Chosen {
  readonly letter: Due
  readonly threadTs: string | undefined
  readonly parts: readonly Due[]
}

/** Letters to send now, and when to look again. */
export interface Choice {
  readonly send: readonly Chosen[]
  readonly wakeMs: number | undefined
}

/** More of them would not fit into one message. */
const PARTS_MAX = 30

/**
 * Which of the due letters may go out now. Posts of a channel keep their order, one at a time, and a question to
 * people does not wait behind the lines of a thread. Edits do not wait for posts; a thread's answers wait until their
 * first message is there, and lines that wait go out together.
 */
export function choose(
  due: readonly Due[],
  lanes: Lanes,
  tsOf: (key: string) => string | undefined,
  nowMs: number,
): Choice {
  const posting = new Set<string>()
  const keys = new Set(due.map(({ key }) => key))
  const threadTsOf = remembering(tsOf)
  const send: Chosen[] = []
  let wakeMs = Number.POSITIVE_INFINITY
  for (const letter of threadsLast(due)) {
    const isPost = methodOf(letter) !== 'update'
    if (lanes.isSending(letter.key) || (letter.partOf !== undefined && keys.has(letter.partOf))) continue
    if (isPost && (posting.has(letter.channel) || lanes.isPosting(letter.channel))) continue
    const threadTs = letter.threadKey === undefined ? undefined : threadTsOf(letter.threadKey)
    if (isPost && letter.threadKey !== undefined && threadTs === undefined) continue
    if (isPost) posting.add(letter.channel)
    const readyMs = lanes.readyMs(letter, nowMs)
    if (readyMs <= nowMs) send.push({ letter, threadTs, parts: partsFor(letter, due) })
    else wakeMs = Math.min(wakeMs, readyMs)
  }
  return { send, wakeMs: Number.isFinite(wakeMs) ? wakeMs : undefined }
}

/** A message that was tried may stand in Slack already: then it is what it was, and nothing joins it any more. */
function partsFor(letter: Due, due: readonly Due[]): readonly Due[] {
  if (methodOf(letter) !== 'post' || letter.threadKey === undefined) return []
  if (letter.triedAt !== undefined) return due.filter(({ partOf }) => partOf === letter.key)
  const inThread = due.filter(({ threadKey, channel }) => threadKey === letter.threadKey && channel === letter.channel)
  const after = inThread.slice(inThread.indexOf(letter) + 1, PARTS_MAX)
  const other = after.findIndex((line) => methodOf(line) !== 'post' || line.triedAt !== undefined)
  return other === -1 ? after : after.slice(0, other)
}

function threadsLast(due: readonly Due[]): readonly Due[] {
  const isThreaded = ({ threadKey }: Due) => threadKey !== undefined
  return [...due.filter((letter) => !isThreaded(letter)), ...due.filter(isThreaded)]
}

function remembering(tsOf: (key: string) => string | undefined): (key: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return (key) => {
    if (!known.has(key)) known.set(key, tsOf(key))
    return known.get(key)
  }
}
