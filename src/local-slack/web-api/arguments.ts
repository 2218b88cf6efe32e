import { type Fields, isFields, parseJson, textAt } from '../fields.ts'
import { SlackError } from './slack-error.ts'

/** The argument as text; `invalid_arguments` when it is missing. */
export const needText = (args: Fields, key: string): string => {
  const value = textAt(args, key)
  if (value === undefined || value === '') {
    throw new SlackError('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${key}`] },
    })
  }
  return value
}

/** A nested argument: JSON text in form bodies, a value in JSON bodies; undefined when it is absent. */
export const nestedAt = (args: Fields, key: string, error: string): unknown => {
  const value = args[key]
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value
  const parsed = parseJson(value)
  if (parsed === undefined) throw new SlackError(error)
  return parsed
}

/** A nested argument that is an object. */
export const objectAt = (args: Fields, key: string): Fields | undefined => {
  const value = nestedAt(args, key, 'invalid_arguments')
  return isFields(value) ? value : undefined
}

/** How many rows the caller wants, between 1 and `max`. */
export const limitAt = (args: Fields, usual: number, max: number): number => {
  const limit = Number(textAt(args, 'limit') ?? usual)
  if (!Number.isInteger(limit) || limit < 0) throw new SlackError('invalid_limit')
  return Math.min(limit === 0 ? usual : limit, max)
}
