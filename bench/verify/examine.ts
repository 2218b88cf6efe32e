import { startTicker } from '../move/ticker.ts'
import { DAMAGES } from './damage.ts'
import type { Proof, World } from './proof.ts'
import type { Examined } from './report.ts'

/** Times every proof in turns on two equal databases, then shows each every damage. Throws when one calls equals different. */
export async function examine(
  world: World,
  proofs: readonly Proof[],
  rounds: number,
  say: (sentence: string) => void,
): Promise<readonly Examined[]> {
  const seconds = new Map(proofs.map(({ name }): [string, number[]] => [name, []]))
  for (let round = 1; round <= rounds; round++)
    for (const proof of proofs) {
      const took = await timed(world, proof, `Round ${round} of ${rounds}, ${proof.name}`, say)
      seconds.get(proof.name)?.push(took)
      say(`Round ${round}: ${proof.name} took ${took.toFixed(2)} s.`)
    }
  const sees = await seen(world, proofs, say)
  return proofs.map(({ name }) => ({ name, seconds: seconds.get(name) ?? [], sees: sees.get(name) ?? {} }))
}

async function timed(world: World, proof: Proof, about: string, say: (sentence: string) => void): Promise<number> {
  const ticker = startTicker(about, say)
  try {
    const startedMs = performance.now()
    if (await proof.finds(world)) return (performance.now() - startedMs) / 1000
    throw new Error(`${proof.name} calls two equal databases different.`)
  } finally {
    ticker.stop()
  }
}

async function seen(
  world: World,
  proofs: readonly Proof[],
  say: (sentence: string) => void,
): Promise<ReadonlyMap<string, Record<string, boolean>>> {
  const sees = new Map(proofs.map(({ name }): [string, Record<string, boolean>] => [name, {}]))
  for (const { name: damage, what, apply } of DAMAGES) {
    say(`Damaging the target: ${what}.`)
    const undo = await apply(world.pair.target.cluster)
    for (const proof of proofs) {
      const ticker = startTicker(`${damage}, ${proof.name}`, say)
      const isSeen = !(await proof.finds(world).finally(ticker.stop))
      Object.assign(sees.get(proof.name) ?? {}, { [damage]: isSeen })
    }
    await undo()
  }
  return sees
}
