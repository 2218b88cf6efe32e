import { z } from 'zod'

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

export const duration = () =>
  z.string().regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'expected a duration such as 90s, 15m, 6h or 2d')

export const count = (min: number) =>
  z.coerce
    .number(`expected a whole number of at least ${min}`)
    .int(`expected a whole number of at least ${min}`)
    .min(min, `expected a whole number of at least ${min}`)
