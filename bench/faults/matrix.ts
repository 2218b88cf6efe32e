import type { Cell, Ending } from './cell.ts'

/** One cell after all of its tries. */
export interface Tried {
  readonly cell: Cell
  readonly endings: readonly Ending[]
}

/** Every cell in turn, as often as there are tries. A fault that could not be made is a wrong ending: nothing was shown. */
export async function tryCells(
  cells: readonly Cell[],
  tries: number,
  seed: number,
  say: (sentence: string) => void,
): Promise<readonly Tried[]> {
  const all: Tried[] = []
  for (const [index, cell] of cells.entries()) {
    const endings: Ending[] = []
    for (let nth = 0; nth < tries; nth++) endings.push(await once(cell, seed + nth))
    all.push({ cell, endings })
    say(
      `${index + 1} of ${cells.length}, ${cell.part}: ${cell.fault}: ${endings.map(({ ended, saw }) => `${ended}, ${saw}`).join(' | ')}`,
    )
  }
  return all
}

async function once(cell: Cell, seed: number): Promise<Ending> {
  try {
    const ending = await cell.run(seed)
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
