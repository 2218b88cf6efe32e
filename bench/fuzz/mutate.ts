import fc from 'fast-check'
import { hostileJson, hostileText } from './hostile.ts'

type Path = readonly (string | number)[]

/** One change of a JSON value: at some place, something else, nothing at all, or one more. */
export function mutated(base: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(base)
  const one = fc.tuple(fc.constantFrom(...paths), fc.constantFrom('set', 'drop', 'add'), hostileText, hostileJson)
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce<unknown>((value, [path, how, name, put]) => changeAt(value, path, how, name, put), base),
    )
}

/** A text with pieces cut out, doubled or put in. */
export function mutatedText(base: string): fc.Arbitrary<string> {
  const place = fc.integer({ min: 0, max: base.length })
  const one = fc.tuple(place, fc.integer({ min: 0, max: 40 }), fc.oneof(hostileText, fc.constantFrom('')))
  return fc
    .array(one, { minLength: 1, maxLength: 4 })
    .map((cuts) => cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), base))
}

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  const inner = Array.isArray(value)
    ? value.flatMap((one, index) => pathsIn(one, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => pathsIn(one, [...path, name]))
      : []
  return [path, ...inner]
}

function changeAt(value: unknown, [first, ...rest]: Path, how: string, name: string, put: unknown): unknown {
  if (first === undefined) return how === 'add' && isObject(value) ? { ...value, [name]: put } : put
  if (Array.isArray(value))
    return value.flatMap((one, index) => {
      if (index !== first) return [one]
      return how === 'drop' && rest.length === 0 ? [] : [changeAt(one, rest, how, name, put)]
    })
  if (!isObject(value)) return value
  const entries = Object.entries(value).flatMap(([key, one]) => {
    if (key !== first) return [[key, one] as const]
    return how === 'drop' && rest.length === 0 ? [] : [[key, changeAt(one, rest, how, name, put)] as const]
  })
  return Object.fromEntries(entries)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
