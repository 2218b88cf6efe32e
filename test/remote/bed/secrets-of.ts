import type { Secrets } from '../../../src/model/ports.ts'

/** Secrets for a bed: a plain record. */
export function secretsOf(values: Readonly<Record<string, string>> = {}): Secrets {
  return {
    reveal: async (name) => {
      const value = values[name]
      if (value === undefined) throw new Error(`no secret ${name}`)
      return value
    },
    names: () => Object.keys(values),
  }
}
