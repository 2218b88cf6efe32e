import type { LocalSlack } from '../../src/local-slack/index.ts'

/** A workspace and the channels of it that count. */
interface Board {
  readonly slack: LocalSlack
  readonly channels: readonly string[]
}

const KEY = /"key":"([^"]+)"/

/** Keys of the letters that stand in the channels, message by message; of one kind, such as `card`, when it is named. */
export function keysIn({ slack, channels }: Board, kind?: string, people: readonly string[] = []): readonly string[] {
  const posts = channels.flatMap((channel) => slack.messages(channel).flatMap(({ ts }) => slack.messages(channel, ts)))
  const keys = [...posts, ...people.flatMap((person) => slack.dms(person))].flatMap(
    ({ metadata }) => KEY.exec(JSON.stringify(metadata ?? {}))?.[1] ?? [],
  )
  return keys.filter((key) => kind === undefined || key.split('/')[1] === kind)
}

/** Keys of the letters that stand there more than once, in direct messages, too. */
export function lettersTwice(bed: Board, people: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return keysIn(bed, undefined, people).filter((key) => seen.size === seen.add(key).size)
}
