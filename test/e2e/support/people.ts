import { PEOPLE } from '../../../src/cli/demo/people.ts'

/** The people of the demo, by the names that tests call them. */
export type Name = 'dina' | 'amina' | 'joseph' | 'lena' | 'sam' | 'nobu'

/** A person's id in Slack. */
export function idOf(name: Name): string {
  const person = PEOPLE.find((one) => one.name === name)
  if (!person) throw new Error(`nobody in the demo is called ${name}`)
  return person.id
}

/** Who decides at each gate of couch2pg-move, and in which role. */
export const DECIDERS: Readonly<Record<string, readonly (readonly [Name, string])[]>> = {
  go: [
    ['amina', 'dba'],
    ['joseph', 'data-owner'],
  ],
  start: [['amina', 'dba']],
  'cutover-gate': [
    ['joseph', 'data-owner'],
    ['lena', 'analytics-lead'],
  ],
  'clean-up-gate': [
    ['joseph', 'data-owner'],
    ['sam', 'sre-lead'],
  ],
  'drop-source-database': [
    ['joseph', 'data-owner'],
    ['sam', 'sre-lead'],
  ],
  'backups-gate': [
    ['joseph', 'data-owner'],
    ['sam', 'sre-lead'],
  ],
}

/** Whose hands do what only people can. */
export const HANDS: Readonly<Record<string, Name>> = { cutover: 'lena', 'delete-backups': 'sam' }
