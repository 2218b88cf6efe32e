import { readFile, writeFile } from 'node:fs/promises'
import { UserError } from '../../src/model/user-error.ts'

const [BEGIN, END] = ['<!-- faults -->', '<!-- /faults -->']

/** Puts rows, the headings first, as a table between the marks of a Markdown file. Throws a UserError where it has none. */
export async function writeTable(path: string, rows: readonly (readonly string[])[]): Promise<void> {
  const text = await readFile(path, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin === -1 || end < begin)
    throw new UserError('usage', `${path} has no marks ${BEGIN} and ${END} to put the table between.`)
  await writeFile(path, `${text.slice(0, begin)}${BEGIN}\n${tableOf(rows)}\n${text.slice(end)}`)
}

/** Rows as a Markdown table. */
export function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cellOf).join(' | ')} |`).join('\n')
}

function cellOf(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
