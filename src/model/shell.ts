import type { Json } from './json.ts'
import { opensQuote } from './shell-quotes.ts'
import { refuse, shortened } from './user-error.ts'

/** A value that an earlier step will have measured or written by the time this one runs. */
export interface OutputRef {
  readonly output: { readonly step: string; readonly key: string }
}

/** A private file of the job, named in the step's `files`; the shell sees its path. */
export interface FileRef {
  readonly file: string
}

type Word = { readonly word: string } | OutputRef | FileRef
type Part = { readonly text: string } | Word

/** A shell command as a value: literal text and single quoted words. It can be printed, pinned and compared. */
export interface Shell {
  readonly shell: readonly Part[]
}

type Insert = string | number | Shell | OutputRef | FileRef

/**
 * Builds a Shell. Each inserted string is one word whatever it holds; a nested Shell is inserted as it is. Backslashes
 * are kept as they are typed.
 */
export function sh(texts: TemplateStringsArray, ...inserts: readonly Insert[]): Shell {
  const parts: Part[] = []
  texts.raw.forEach((text, index) => {
    if (text) parts.push({ text })
    const insert = inserts[index]
    if (insert !== undefined) parts.push(...toParts(insert, parts))
  })
  return { shell: parts }
}

/** The text for the host. `words` answers what references stand for; a value that looks like an option is refused unless after `--`. */
export function render(shell: Shell, words: { output: (ref: OutputRef) => Json | undefined }): string {
  return join(shell, (part, before) => {
    if ('word' in part) return part.word
    const value = words.output(part)
    if (value === undefined) throw new Error(`${part.output.step} has not produced ${part.output.key}`)
    return guardOption(String(value), before)
  })
}

/** The text for people: references by name, since their values are not known yet. */
export function show(shell: Shell): string {
  return shell.shell.map(showPart).join('').trim()
}

function showPart(part: Part): string {
  if ('text' in part) return part.text
  if ('word' in part) return quote(part.word)
  if ('file' in part) return `‹private file ${part.file}›`
  return `‹${part.output.key} of ${part.output.step}›`
}

function join(
  shell: Shell,
  resolve: (part: { readonly word: string } | OutputRef, before: readonly Part[]) => string,
): string {
  return shell.shell
    .map((part, index) => {
      if ('text' in part) return part.text
      if ('file' in part) return `"$DROVER_FILES"/${quote(part.file)}`
      return quote(resolve(part, shell.shell.slice(0, index)))
    })
    .join('')
}

/** One word for a POSIX shell, whatever bytes it holds (NUL, which no argument can hold, is refused). */
export function quote(word: string): string {
  refuseNul(word)
  return /^[A-Za-z0-9_./:=@%^,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function toParts(insert: Insert, before: readonly Part[]): readonly Part[] {
  if (typeof insert === 'object' && 'shell' in insert) return insert.shell
  refuseInsideQuotes(before)
  if (typeof insert === 'object') return [insert]
  return [{ word: guardOption(String(insert), before) }]
}

/** No argument can hold it, so a plan with it could neither be shown nor run. */
function refuseNul(word: string): void {
  if (word.includes('\0')) refuse('nul-in-value', 'A value holds a NUL character. Type it again without it.')
}

function guardOption(word: string, before: readonly Part[]): string {
  refuseNul(word)
  if (!word.startsWith('-')) return word
  const sameCommand =
    textOf(before)
      .split(/[;&|\n(]/)
      .at(-1) ?? ''
  if (/(^|\s)--(\s|$)/.test(sameCommand)) return word
  refuse(
    'option-in-value',
    `"${shortened(word)}" starts with "-", so a program would read it as an option. Type a value that does not start with "-".`,
  )
}

/** A word inside quotes would end them: the author has to leave the quotes to us. */
function refuseInsideQuotes(before: readonly Part[]): void {
  if (opensQuote(textOf(before)))
    throw new Error(
      'sh quotes each value itself: leave out the quotes around the inserted value, and no value goes into arithmetic, a comment or right behind $',
    )
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => ('text' in part ? part.text : 'x')).join('')
}
