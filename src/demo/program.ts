import { chmod, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

// This file's own extension tells whether the source runs through tsx or the compiled files run.
const EXTENSION = extname(import.meta.url)

/** Command and first arguments that run one of the bed's own programs, `program('couch2pg/main')`, from any folder. */
export function program(name: string): [string, ...string[]] {
  const path = fileURLToPath(new URL(`./${name}${EXTENSION}`, import.meta.url))
  return [process.execPath, ...(EXTENSION === '.ts' ? ['--import', import.meta.resolve('tsx')] : []), path]
}

/** Writes an executable at `path` that runs one of the bed's own programs with the arguments it gets. */
export async function writeLauncher(path: string, name: string): Promise<void> {
  const words = program(name).map((word) => `'${word}'`)
  await writeFile(path, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`)
  await chmod(path, 0o755)
}
