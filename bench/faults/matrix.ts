import type { Cell, Ending, Length } from './cell.ts'

/** One cell after all of its tries. */
export interface Tried {
  readonly cell: Cell
  readonly endings: readonly Ending[]
}

/** More machines at once only slow each other down. */
const AT_ONCE = 3

/** Every cell in turn, as often as there are tries. A fault that could not be made is a wrong ending: nothing was shown. */
export async function tryCells(
  cells: readonly Cell[],
  tries: number,
  seed: number,
  say: (sentence: string) => void,
  length: Length = 'short',
): Promise<readonly Tried[]> {
  const all: Tried[] = []
  for (const [index, cell] of cells.entries()) {
    const seeds = Array.from({ length: tries * (cell.places ?? 1) }, (_, nth) => seed + nth)
    const endings = await inTurn(seeds, cell.places === undefined ? 1 : AT_ONCE, (one) => once(cell, one, length))
    all.push({ cell, endings })
    say(
      `${index + 1} of ${cells.length}, ${cell.part}: ${cell.fault}: ${endings.map(({ ended, saw }) => `${ended}, ${saw}`).join(' | ')}`,
    )
  }
  return all
}

/** Does the same with each, so many at a time; results in the order of the items. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>()
  const rest = items.entries()
  const worker = async () => {
    for (const [index, item] of rest) results.set(index, await work(item))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
}

async function once(cell: Cell, seed: number, length: Length): Promise<Ending> {
  try {
    const ending = await cell.run(seed, length)
    return ending.ended === 'asked' && cell.may === 'right'
      ? { ended: 'wrong', saw: `It asked although it could know: ${ending.saw}` }
      : ending
  } catch (error) {
    return { ended: 'wrong', saw: error instanceof Error ? error.message : String(error) }
  }
}

/** How many tries ended in each way. */
export function countEndings(tried: readonly Tried[]): Readonly<Record<Ending['ended'], number>> {
  const counts = { right: 0, asked: 0, wrong: 0 }
  for (const { endings } of tried) for (const { ended } of endings) counts[ended] += 1
  return counts
}
