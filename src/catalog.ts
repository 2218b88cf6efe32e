import { readdir } from 'node:fs/promises'
import { z } from 'zod'
import type { Migration } from './model/migration.ts'
import type { Subcommand } from './model/subcommand.ts'
import { EXTENSION, placeOf } from './program.ts'

const isFunction = (value: unknown) => typeof value === 'function'
const migrationModule = z.object({
  default: z.custom<Migration>(
    (value) =>
      z
        .object({ name: z.string(), summary: z.string(), steps: z.custom(isFunction), parse: z.custom(isFunction) })
        .safeParse(value).success,
  ),
})
const subcommandModule = z.object({
  default: z.custom<Subcommand>(
    (value) =>
      z.object({ name: z.string(), usage: z.string(), help: z.string(), run: z.custom(isFunction) }).safeParse(value)
        .success,
  ),
})

/** Every migration, by the files in migrations/: one a file, or a folder with an index. The file's name is its name. */
export async function loadMigrations(): Promise<readonly Migration[]> {
  const modules = await importAll(placeOf('migrations/'))
  return modules.map(({ name, module }) => named(name, read(name, migrationModule, module).default, 'migration'))
}

/** Every `/migrate` subcommand, by the files in commands/. */
export async function loadSubcommands(): Promise<readonly Subcommand[]> {
  const modules = await importAll(placeOf('commands/'))
  return modules.map(({ name, module }) => named(name, read(name, subcommandModule, module).default, 'subcommand'))
}

async function importAll(folder: URL): Promise<readonly { name: string; module: unknown }[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.flatMap((entry) => {
    if (entry.isDirectory()) return [{ name: entry.name, path: `${entry.name}/index${EXTENSION}` }]
    return entry.name.endsWith(EXTENSION) && !entry.name.endsWith('.d.ts')
      ? [{ name: entry.name.slice(0, -EXTENSION.length), path: entry.name }]
      : []
  })
  const sorted = files.sort((a, b) => a.name.localeCompare(b.name))
  return Promise.all(
    sorted.map(async ({ name, path }) => ({
      name,
      module: await import(new URL(path, folder).href).catch(broken(path)),
    })),
  )
}

function broken(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new Error(`${path} could not be loaded`, { cause })
  }
}

function read<Module>(name: string, schema: z.ZodType<Module>, module: unknown): Module {
  const result = schema.safeParse(module)
  if (!result.success) throw new Error(`${name} does not export a migration or subcommand as its default`)
  return result.data
}

function named<Thing extends { readonly name: string }>(file: string, thing: Thing, what: string): Thing {
  if (thing.name !== file)
    throw new Error(`the ${what} in ${file} calls itself ${thing.name}; file and name have to be the same`)
  return thing
}
