import { readFile, writeFile } from 'node:fs/promises'
import { UserError } from '../../src/model/user-error.ts'

const [BEGIN, END] = ['<!-- faults -->', '<!-- /faults -->']

/** A table for people: its headings, then its rows. What a row is about stands in its first cell. */
export type Table = readonly (readonly string[])[]

/**
 * Puts rows into the table between the marks of a Markdown file, in the order of `all`, which names everything that has a
 * row. Rows that are not given stay as they are; those of what is not named any more go. Throws a UserError where the file
 * has no marks.
 */
export async function writeTable(path: string, table: Table, all: readonly string[]): Promise<void> {
  const text = await readFile(path, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin === -1 || end < begin)
    throw new UserError('usage', `${path} has no marks ${BEGIN} and ${END} to put the table between.`)
  const before = text.slice(begin + BEGIN.length, end)
  await writeFile(path, `${text.slice(0, begin)}${BEGIN}\n${mergedTable(before, table, all)}\n${text.slice(end)}`)
}

/** The lines of a Markdown table with some rows made anew. */
export function mergedTable(before: string, [head = [], ...rows]: Table, all: readonly string[]): string {
  const old = before.split('\n').filter((line) => line.startsWith('| '))
  const lines = all.flatMap((about) => {
    const row = rows.find(([first]) => first === about)
    const line = row ? lineOf(row) : old.find((one) => one.startsWith(`| ${cellOf(about)} |`))
    return line === undefined ? [] : [line]
  })
  return [lineOf(head), lineOf(head.map(() => '---')), ...lines].join('\n')
}

function lineOf(row: readonly string[]): string {
  return `| ${row.map(cellOf).join(' | ')} |`
}

function cellOf(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
