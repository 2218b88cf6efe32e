import { type Fields, textAt } from '../fields.ts'
import { limitAt } from './arguments.ts'
import { SlackError } from './slack-error.ts'

/** One page of a longer list. */
export interface Page<T> {
  rows: T[]
  cursor: string
}

const start = (args: Fields): number => {
  const cursor = textAt(args, 'cursor')
  if (!cursor) return 0
  const place = Number(Buffer.from(cursor, 'base64').toString().replace('from:', ''))
  if (!Number.isInteger(place)) throw new SlackError('invalid_cursor')
  return place
}

/** The page the caller asked for with `limit` and `cursor`; an empty cursor says that it is the last one. */
export const pageOf = <T>(all: T[], args: Fields, usual = 100, max = 1000): Page<T> => {
  const from = start(args)
  const to = from + limitAt(args, usual, max)
  const cursor = to < all.length ? Buffer.from(`from:${to}`).toString('base64') : ''
  return { rows: all.slice(from, to), cursor }
}
