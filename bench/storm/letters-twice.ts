import type { LedgerBed } from './ledger-bed.ts'

const KEY = /"key":"([^"]+)"/

/** Keys of the letters that stand in Slack more than once. */
export function lettersTwice({ slack, channels }: LedgerBed, people: readonly string[]): readonly string[] {
  const posts = channels.flatMap((channel) => slack.messages(channel).flatMap(({ ts }) => slack.messages(channel, ts)))
  const keys = [...posts, ...people.flatMap((person) => slack.dms(person))].flatMap(({ metadata }) => {
    const key = KEY.exec(JSON.stringify(metadata ?? {}))?.[1]
    return key === undefined ? [] : [key]
  })
  const seen = new Set<string>()
  return keys.filter((key) => seen.size === seen.add(key).size)
}
