import { parse, stringify } from 'yaml'
import { PEOPLE } from '../../../src/cli/demo/people.ts'

/** drover.yml as a test changes it: plain data, whatever shape the test gives it. */
export type ConfigEdit = (config: Record<string, unknown>) => void

/** Everybody of the demo may use the terminal, under their first name as login. */
const operators = Object.fromEntries(PEOPLE.map(({ name, id }) => [name, id]))

/** The text of drover.yml with everybody as operator, after an edit of its data. */
export function editConfig(text: string, edit: ConfigEdit = () => undefined): string {
  const config: Record<string, unknown> = { ...parse(text), operators }
  edit(config)
  return stringify(config)
}
