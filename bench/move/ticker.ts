const EVERY_MS = 3000

/** Says what is going on: what is new after a short while, and how long it has lasted as long as nothing else is. */
export interface Ticker {
  now(what: string): void
  stop(): void
}

/** A line every few seconds, whoever is at work. `about` begins each line, such as "round 1, seed". */
export function startTicker(about: string, say: (sentence: string) => void): Ticker {
  const startedMs = performance.now()
  let what = 'at work'
  const timer = setInterval(() => {
    say(`${about}, ${Math.round((performance.now() - startedMs) / 1000)} s: ${what}`)
  }, EVERY_MS)
  return {
    now: (doing) => {
      what = doing
    },
    stop: () => clearInterval(timer),
  }
}
