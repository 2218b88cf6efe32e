import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

// Only this module may ask where it is: bundled, the others are part of a file somewhere else.
const HERE = import.meta.url

/** Of every module as it runs here: `.ts` from source, `.js` compiled. */
export const EXTENSION = extname(HERE)

/** First arguments of Node that let modules be imported as this one was: from source through tsx, or compiled. */
export const LOADER: readonly string[] = EXTENSION === '.ts' ? ['--import', import.meta.resolve('tsx')] : []

/** Where something of this repository is, by its place in it: `placeOf('migrations/')`. */
export function placeOf(path: string): URL {
  return new URL(`../${path}`, HERE)
}

/** The file of a module as it runs here, by its place without extension: `moduleFile('src/main')`. */
export function moduleFile(name: string): string {
  return fileURLToPath(placeOf(`${name}${EXTENSION}`))
}

/** Node's arguments that run a program of this repository. */
export function program(name: string): readonly string[] {
  return [...LOADER, moduleFile(name)]
}
