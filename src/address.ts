import type { Runs } from './model/subcommand.ts'
import { closest } from './model/suggestion.ts'

/** Runs as somebody sees them inside the thread of one: that one is meant when no run is named. */
export function insideThread(runs: Runs, threadRun: string | undefined): Runs {
  return threadRun === undefined ? runs : { ...runs, find: (id, channel) => runs.find(id ?? threadRun, channel) }
}

/**
 * Tells which of the typed words name the run and which are what somebody says. The first word is the run when there is
 * one of that name, or of nearly that name (then it is refused with the right one), or when it was `said` elsewhere.
 */
export function createAddress(runs: Runs, channel: string) {
  return async (words: readonly string[], said?: string) => {
    const [first, ...rest] = words
    if (first === undefined || said !== undefined || (await isMeantAsRun(runs, first)))
      return { run: await runs.find(first, channel), said: said ?? rest.join(' ') }
    return { run: await runs.find(undefined, channel), said: words.join(' ') }
  }
}

async function isMeantAsRun({ journal }: Runs, word: string): Promise<boolean> {
  if (await journal.get(word)) return true
  const known = await journal.list({ limit: 200 })
  return (
    closest(
      word,
      known.map(({ id }) => id),
    ) !== undefined
  )
}
