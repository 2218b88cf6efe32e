import type { Heard } from './order.ts'
import type { Sight } from './sight.ts'

/** What was heard of all runs so far, from every bot there was. */
export interface Sights {
  hear(heard: Heard): void
  all(): readonly Sight[]
  /** Where the newest bot that told so died by its own hand. */
  diedAt(): string | undefined
  /** Why the newest bot that told so did not begin. */
  refused(): string | undefined
}

export function createSights(): Sights {
  const runs = new Map<string, Sight>()
  let last: Heard = {}
  const see = (sight: Sight) => void runs.set(sight.run, sight)
  return {
    hear(heard) {
      const { ready, changed } = heard
      last = { ...last, ...heard }
      if (ready) for (const sight of [...endedBefore([...runs.values()], ready), ...ready]) see(sight)
      if (changed) see(changed)
    },
    all: () => [...runs.values()],
    diedAt: () => last.dies,
    refused: () => last.refused,
  }
}

/** The bot before died between the last event of a run and the word of it: the run is not among the active ones any more. */
function endedBefore(known: readonly Sight[], active: readonly Sight[]): readonly Sight[] {
  const ids = new Set(active.map(({ run }) => run))
  return known.filter(({ run }) => !ids.has(run)).map((sight) => ({ ...sight, hasEnded: true, asks: undefined }))
}
