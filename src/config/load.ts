import { readFile } from 'node:fs/promises'
import { type Document, isCollection, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { UserError } from '../model/user-error.ts'
import { type Config, configSchema } from './schema.ts'

/** Reads drover.yml. Throws one UserError that lists every problem with its path. */
export async function loadConfig(path: string): Promise<Config> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(
      'no-config',
      `There is no ${path}. Write one as README.md shows, or point DROVER_CONFIG to yours.`,
      { cause },
    )
  })
  return parseConfig(text, path)
}

/** The text of drover.yml as a config. */
export function parseConfig(text: string, path: string): Config {
  const document = documentOf(text, path)
  if (document.errors.length > 0)
    throw broken(
      path,
      document.errors.map(({ message }) => message.split('\n')[0] ?? message),
    )
  const result = configSchema.safeParse(dataOf(document, path) ?? {})
  if (result.success) return result.data
  throw broken(
    path,
    result.error.issues.flatMap((issue) => lines(issue)),
  )
}

/** The parser calls itself for each level. Where it runs out of room it says so in an error of the file, or throws. */
function documentOf(text: string, path: string): Document.Parsed {
  try {
    const document = parseDocument(text, { prettyErrors: true })
    if (!document.errors.some(({ message }) => message.startsWith('Maximum call stack'))) return document
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
  }
  throw broken(path, ['it is nested deeper than any config needs to be'])
}

/** Aliases are followed here: one may lead nowhere, or to more than a config ever holds. */
function dataOf(document: Document, path: string): unknown {
  visit(document, {
    Pair: (_, { key }) => {
      if (isCollection(key)) throw broken(path, ['the name of a setting is a list or a map; names are words'])
    },
  })
  try {
    return document.toJS()
  } catch (cause) {
    throw broken(path, [cause instanceof Error ? cause.message : String(cause)])
  }
}

/** The JSON Schema of drover.yml, for editors. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
}

/** A file that is no YAML at all has a problem on every line. */
const MOST_PROBLEMS = 30

function broken(path: string, problems: readonly string[]): UserError {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const shown = problems.slice(0, MOST_PROBLEMS)
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : []
  const list = [...shown, ...more].map((line) => `  ${line}`).join('\n')
  return new UserError('bad-config', `${path} has ${many}. Drover did not start.\n${list}`)
}

function lines(issue: z.core.$ZodIssue): readonly string[] {
  const path = issue.path.map(String).join('/')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${path ? `${path}/` : ''}${key}: there is no such setting`)
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => lines({ ...inner, path: issue.path }))
  if (issue.code === 'invalid_union')
    return longest(issue.errors).flatMap((inner) => lines({ ...inner, path: [...issue.path, ...inner.path] }))
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return [`${path || 'drover.yml'}: ${missing ? 'missing' : issue.message.replace(/^Invalid input: /, '')}`]
}

/** Of the ways a union did not fit, the one that a reader most likely meant: not the one that only misses its kind. */
function longest(errors: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const meant = errors.filter((issues) => !issues.some((issue) => issue.path[0] === 'connect'))
  return meant[0] ?? errors[0] ?? []
}
