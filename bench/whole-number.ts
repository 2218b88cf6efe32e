import { UserError } from '../src/model/user-error.ts'
import type { Typed } from './bench.ts'

/** The whole number of an option, above 0. Throws a UserError with code `usage` for anything else. */
export function wholeNumber(typed: Typed, name: string, otherwise: number): number {
  const text = typed[name]
  if (text === undefined) return otherwise
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new UserError('usage', `--${name} takes a whole number above 0, got "${text}".`)
}
