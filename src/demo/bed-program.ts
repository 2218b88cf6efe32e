import { chmod, writeFile } from 'node:fs/promises'
import { program } from '../program.ts'

/** Command and first arguments that run one of the bed's own programs, `bedProgram('couch2pg/main')`, from any folder. */
export function bedProgram(name: string): [string, ...string[]] {
  return [process.execPath, ...program(`src/demo/${name}`)]
}

/** Writes an executable at `path` that runs one of the bed's own programs with the arguments it gets. */
export async function writeLauncher(path: string, name: string): Promise<void> {
  const words = bedProgram(name).map((word) => `'${word}'`)
  await writeFile(path, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`)
  await chmod(path, 0o755)
}
