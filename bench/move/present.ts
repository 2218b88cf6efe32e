import type { Pair } from './pair.ts'

/** What may be missing here, and which version it has when it is not. */
export interface Installed {
  /** A sentence why it cannot be measured here, or nothing when it can. */
  missing?(pair: Pair): Promise<string | undefined>
  /** What does it, with its version, where that is not part of the servers or of us. */
  version?(pair: Pair): Promise<string | undefined>
}

/** Those that can be measured here; says which versions they use, and why others are left out. */
export async function presentOf<Thing extends Installed>(
  things: readonly Thing[],
  pair: Pair,
  say: (sentence: string) => void,
): Promise<readonly Thing[]> {
  const present: Thing[] = []
  for (const thing of things) {
    const missing = await thing.missing?.(pair)
    if (missing === undefined) present.push(thing)
    const said = missing ?? (await thing.version?.(pair))
    if (said !== undefined) say(said)
  }
  return present
}
