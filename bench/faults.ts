import { UserError } from '../src/model/user-error.ts'
import type { Bench, Found, Typed } from './bench.ts'
import type { Cell, Length } from './faults/cell.ts'
import { CELLS } from './faults/cells.ts'
import { countEndings, type Tried, tryCells } from './faults/matrix.ts'
import { writeTable } from './faults/page.ts'
import { wholeNumber } from './whole-number.ts'

/** What Drover promises when something breaks, fault by fault. */
export const faults: Bench = {
  name: 'faults',
  summary: 'Breaks the bot, its hosts, Postgres, Slack and the people one way at a time, and looks where each ends.',
  needs:
    'Needs what the tests need: sshd, Postgres and their programs. Hosts and Postgres need root and namespaces(7) too, for machines that can lose their power.',
  options: {
    tries: 'How often each fault is made, at each of its places; 1 when left out.',
    seed: 'Where chance decides; 1 when left out. Each try takes the next one.',
    cells: 'Some faults by name, with commas; all when left out.',
    page: 'Also writes these rows into the table of this Markdown file, between its marks.',
    length:
      'short or long: whether a stopped process and an outage of Slack last seconds or minutes; short when left out.',
    part: 'Bot, Hosts, Postgres, Slack or People; all when left out.',
  },
  run: async (typed, { say }) => {
    const tries = wholeNumber(typed, 'tries', 1)
    const seed = wholeNumber(typed, 'seed', 1)
    const found = report(await tryCells(chosen(typed), tries, seed, say, lengthOf(typed)), seed)
    if (typed['page'] !== undefined) await writeTable(typed['page'], found.rows, CELLS.map(aboutOf))
    return found
  },
}

function chosen({ cells, part }: Typed): readonly Cell[] {
  const names = cells?.split(',')
  const unknown = names?.find((name) => !CELLS.some((cell) => cell.name === name))
  if (unknown !== undefined)
    throw new UserError('usage', `There is no fault ${unknown}. There are ${CELLS.map(({ name }) => name).join(', ')}.`)
  const found = CELLS.filter((cell) => (names?.includes(cell.name) ?? true) && (part ?? cell.part) === cell.part)
  if (found.length === 0)
    throw new UserError('usage', `No fault was chosen. --part takes Bot, Hosts, Postgres, Slack or People.`)
  return found
}

function lengthOf({ length = 'short' }: Typed): Length {
  if (length === 'short' || length === 'long') return length
  throw new UserError('usage', `--length takes short or long, got "${length}".`)
}

/** The first cell of a row. */
function aboutOf({ part, fault }: Cell): string {
  return `${part}: ${fault}`
}

function report(tried: readonly Tried[], seed: number): Found {
  const counts = countEndings(tried)
  const rows = tried.map((one) => {
    const { right, asked, wrong } = countEndings([one])
    return [aboutOf(one.cell), one.cell.should, ...[one.endings.length, right, asked, wrong].map(String)]
  })
  return {
    rows: [['fault', 'what should come of it', 'tries', 'right', 'asked', 'wrong'], ...rows],
    notes: [
      'Right: it came to the end state by itself. Asked: nobody can tell, so a named person was asked and nothing was done meanwhile.',
      'Wrong: something was lost, done twice or kept silent, or the fault could not be made.',
    ],
    keys: { cells: tried.length, tries: tried.reduce((sum, { endings }) => sum + endings.length, 0), ...counts, seed },
  }
}
