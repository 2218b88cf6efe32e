/** One hard thing in a schema of its own, by the schema's name. What cannot be in a schema has that name in its own. */
export interface Case {
  /** A sentence: what arrives. */
  readonly title: string
  /** Runs with the schema first in the search path. */
  readonly sql: string
  /** Asked on both sides, must have this answer on the target. */
  readonly ask?: string
  readonly answer?: string
}

export type Cases = Readonly<Record<string, Case>>

/** All the cases of a database as one script. */
export function sqlOf(cases: Cases): string {
  return Object.entries(cases)
    .map(([name, { sql }]) => `create schema ${name}; set search_path = ${name}, public; ${sql};`)
    .join('\n')
}
