import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BESIDE = 'src/journal/sqlite/schema'

/** The sources as JavaScript, for a program that is started again and again. */
export interface Compiled {
  /** Where the JavaScript of a source file is. */
  fileOf(source: string): string
  remove(): void
}

/**
 * Compiles everything once, without looking for mistakes, in a folder from which the dependencies can be seen. A program
 * that is compiled itself has all of it beside itself already.
 */
export async function compile(): Promise<Compiled> {
  if (!import.meta.url.endsWith('.ts')) return { fileOf: (source) => compiledIn(ROOT, source), remove: () => {} }
  const cache = join(ROOT, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const dir = await mkdtemp(join(cache, 'drover-bench-'))
  await promisify(execFile)(join(ROOT, 'node_modules', '.bin', 'tsc'), ['--noCheck', '--outDir', dir], { cwd: ROOT })
  await cp(join(ROOT, BESIDE), join(dir, BESIDE), { recursive: true })
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }\n')
  return {
    fileOf: (source) => compiledIn(dir, source),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

function compiledIn(dir: string, source: string): string {
  return join(dir, source.replace(/\.ts$/, '.js'))
}

let once: Promise<Compiled> | undefined

/** The same for the whole life of this process, and gone with it. */
export function compiledOnce(): Promise<Compiled> {
  once ??= compile().then((compiled) => {
    process.once('exit', () => compiled.remove())
    return compiled
  })
  return once
}
