/** The rows of the matrix come from these sides. */
export type Part = 'Bot' | 'Hosts' | 'Postgres' | 'Slack' | 'People'

/**
 * Where a fault left things. `right`: the end state it should have come to by itself. `asked`: nobody can tell, and a
 * named person was asked. `wrong`: something was lost, done twice, or kept silent.
 */
export interface Ending {
  readonly ended: 'right' | 'asked' | 'wrong'
  /** What was seen, in one sentence. */
  readonly saw: string
}

/** One fault of the matrix, made for real and looked at from outside. */
export interface Cell {
  readonly part: Part
  /** kebab-case, as it is typed after `--cells`. */
  readonly name: string
  /** What happens to Drover, as a row of the table says it. */
  readonly fault: string
  /** What should come of it, in a few words. */
  readonly should: string
  /** How it may end: a cell that asks although it could know is wrong. */
  readonly may: 'right' | 'asked'
  /** How many places the fault can be made at, where that is known: each is tried, by as many seeds in a row, some at once. */
  readonly places?: number
  /** Makes the fault once on parts of its own. `seed` decides where chance does. Throws when the fault could not be made. */
  readonly run: (seed: number, length: Length) => Promise<Ending>
}

/** How long what lasts is made to last: seconds, or minutes as in a real night. */
export type Length = 'short' | 'long'

/** The ending of a cell that looked at several things: the first that is wrong says what it saw. */
export function endingOf(looks: readonly Ending[]): Ending {
  const worst = looks.find(({ ended }) => ended === 'wrong') ?? looks.find(({ ended }) => ended === 'asked')
  return worst ?? looks.at(-1) ?? { ended: 'wrong', saw: 'Nothing was looked at.' }
}
