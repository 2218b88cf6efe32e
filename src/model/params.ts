import { z } from 'zod'
import { isDuration } from './duration.ts'

/** A host's name in drover.yml. */
export const host = () =>
  z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected the name of a host in drover.yml, such as new-pg')

/** A database or role name that needs no quoting anywhere. */
export const identifier = () =>
  z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'expected a name of small letters, digits and _, such as cht')

export const port = () =>
  z.coerce
    .number('expected a port from 1 to 65535')
    .int('expected a port from 1 to 65535')
    .min(1, 'expected a port from 1 to 65535')
    .max(65_535, 'expected a port from 1 to 65535')

/** An absolute path without anything a shell or a log could misread. */
export const path = () => z.string().regex(/^\/[A-Za-z0-9_.@/+-]*$/, 'expected an absolute path such as /srv/couch2pg')

/** The name of a secret in drover.yml; never the secret itself. */
export const secretName = () =>
  z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected the name of a secret in drover.yml, such as source-pg')

export const duration = () => z.string().refine(isDuration, 'expected a duration such as 90s, 15m, 6h or 2d')

/** What a rate's unit is in bytes per second; a bit is an eighth of a byte. */
const RATES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, kbit: 125, Mbit: 125_000, Gbit: 125_000_000 }
const RATE_HINT = 'expected a rate such as 20MB/s, 500kB/s or 100Mbit/s'

/** A rate as people write it (`20MB/s`, `100Mbit/s`), as bytes per second. At least 1 kB/s, lest nothing ever arrives. */
export const rate = () =>
  z
    .union([z.number(RATE_HINT), z.string(RATE_HINT).transform(bytesPerSecond)], RATE_HINT)
    .pipe(z.number(RATE_HINT).min(1000, RATE_HINT))

function bytesPerSecond(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(B|kB|MB|GB|kbit|Mbit|Gbit)\/s$/.exec(text) ?? []
  return isRateUnit(unit) ? Math.round(Number(amount) * RATES[unit]) : Number.NaN
}

function isRateUnit(text: string | undefined): text is keyof typeof RATES {
  return text !== undefined && text in RATES
}

export const count = (min: number) =>
  z.coerce
    .number(`expected a whole number of at least ${min}`)
    .int(`expected a whole number of at least ${min}`)
    .min(min, `expected a whole number of at least ${min}`)
