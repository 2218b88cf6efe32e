import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

// This file's own extension tells whether tests run through tsx or compiled.
const EXTENSION = extname(import.meta.url)

/** First arguments of Node that let modules be imported as this test imports them. */
export const LOADER: readonly string[] = EXTENSION === '.ts' ? ['--import', 'tsx'] : []

/** The file of a module of this repository as it runs here: `moduleFile('bench/main')`. */
export function moduleFile(name: string): string {
  return fileURLToPath(new URL(`../${name}${EXTENSION}`, import.meta.url))
}

/** Node's arguments that run a program of this repository. */
export function program(name: string): readonly string[] {
  return [...LOADER, moduleFile(name)]
}
