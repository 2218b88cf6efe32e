import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { EXTENSION, moduleFile, placeOf } from '../../src/program.ts'

const MORTAL_BOT = 'bench/storm/mortal-bot'

/** The bot that is made for dying as JavaScript, since it is started again and again. */
export interface Compiled {
  /** Its file. */
  readonly bot: string
  remove(): void
}

/**
 * Bundles it, without looking for mistakes, in a folder from which the dependencies can be seen. A program that is compiled
 * itself has it beside itself already.
 */
export async function compile(): Promise<Compiled> {
  if (EXTENSION !== '.ts') return { bot: moduleFile(MORTAL_BOT), remove: () => {} }
  const root = fileURLToPath(placeOf('.'))
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const dir = await mkdtemp(join(cache, 'drover-bench-'))
  await promisify(execFile)(process.execPath, ['.ci/build.mjs', dir, `${MORTAL_BOT}.ts`], { cwd: root })
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }\n')
  return { bot: join(dir, `${MORTAL_BOT}.js`), remove: () => rmSync(dir, { recursive: true, force: true }) }
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
