import { type Fields, isFields } from '../fields.ts'
import type { Check, Problem } from './problem.ts'

/** Anything is fine here. */
export const anything: Check = () => []

const refuse = (pointer: string, message: string): Problem[] => [{ pointer, message }]

/** Text of a length; `min` 1 unless told. */
export const text =
  (max: number, min = 1): Check =>
  (value, pointer) => {
    if (typeof value !== 'string') return refuse(pointer, 'must be a string')
    if (value.length < min) return refuse(pointer, `must be more than ${min - 1} characters`)
    return value.length > max ? refuse(pointer, `must be less than ${max + 1} characters`) : []
  }

/** A true or false. */
export const flag: Check = (value, pointer) =>
  typeof value === 'boolean' ? [] : refuse(pointer, 'must provide a boolean')

/** A number between two ends. */
export const number =
  (min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Check =>
  (value, pointer) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return refuse(pointer, 'must be a number')
    return value < min || value > max ? refuse(pointer, `must be between ${min} and ${max}`) : []
  }

/** One of the words. */
export const word =
  (...words: string[]): Check =>
  (value, pointer) =>
    typeof value === 'string' && words.includes(value) ? [] : refuse(pointer, `must be one of: ${words.join(', ')}`)

/** A list with a number of items, each judged by `of`. */
export const list =
  (of: Check, max = Number.POSITIVE_INFINITY, min = 1): Check =>
  (value, pointer) => {
    if (!Array.isArray(value)) return refuse(pointer, 'must be an array')
    if (value.length < min) return refuse(pointer, `no fewer than ${min} items allowed`)
    if (value.length > max) return refuse(pointer, `no more than ${max} items allowed`)
    return value.flatMap((item, index) => of(item, `${pointer}/${index}`))
  }

/** What an object may hold: `needs` must be there, `may` can be; anything else is refused, as Slack does. */
export const shape =
  (needs: Record<string, Check>, may: Record<string, Check> = {}): Check =>
  (value, pointer) => {
    if (!isFields(value)) return refuse(pointer, 'must be an object')
    const known = { type: anything, ...needs, ...may }
    const missing = Object.keys(needs).filter((key) => value[key] === undefined)
    return [
      ...missing.map((key) => ({ pointer, message: `missing required field: ${key}` })),
      ...Object.entries(value).flatMap(([key, part]) => judgePart(known, key, part, pointer)),
    ]
  }

const judgePart = (known: Record<string, Check>, key: string, part: unknown, pointer: string): Problem[] => {
  if (part === undefined) return []
  const check = Object.hasOwn(known, key) ? known[key] : undefined
  return check ? check(part, `${pointer}/${key}`) : refuse(pointer, `invalid additional property: ${key}`)
}

/** Chooses the check by the object's `type`. */
export const byType =
  (kinds: Record<string, Check>): Check =>
  (value, pointer) => {
    if (!isFields(value)) return refuse(pointer, 'must be an object')
    const type = value['type']
    if (typeof type !== 'string') return refuse(pointer, 'missing required field: type')
    const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined
    return check ? check(value, pointer) : refuse(`${pointer}/type`, `unsupported type: ${type}`)
  }

/** All checks, one after the other. */
export const both =
  (...checks: Check[]): Check =>
  (value, pointer) =>
    checks.flatMap((check) => check(value, pointer))

/** A rule about a whole object: the sentence when it is broken, nothing when it holds. */
export const rule =
  (broken: (fields: Fields) => string | undefined): Check =>
  (value, pointer) => {
    const message = isFields(value) ? broken(value) : undefined
    return message === undefined ? [] : refuse(pointer, message)
  }
