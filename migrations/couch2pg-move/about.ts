import type { Range } from '../../src/kit.ts'

const UNITS = [
  { name: 'h', seconds: 3600, from: 90 * 60, digits: 1 },
  { name: 'min', seconds: 60, from: 90, digits: 0 },
]
const SECONDS = { name: 's', seconds: 1, digits: 0 }

/** A time that nobody knows yet: `about 40 min (25–70)`. */
export function about({ likely, least, most }: Range): string {
  return `${aboutOne(likely)} (${inUnit(least, likely)}–${inUnit(most, likely)})`
}

/** `about 22 min`. */
export function aboutOne(seconds: number): string {
  return `about ${inUnit(seconds, seconds)} ${unitOf(seconds).name}`
}

function unitOf(seconds: number) {
  return UNITS.find(({ from }) => seconds >= from) ?? SECONDS
}

/** Never nothing: everything takes a while. */
function inUnit(seconds: number, like: number): number {
  const { seconds: one, digits } = unitOf(like)
  return Math.max(10 ** -digits, Number((seconds / one).toFixed(digits)))
}
