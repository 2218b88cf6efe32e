import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

const PACKAGE = 'better-sqlite3'

/**
 * Compiles the one package that is machine code, where that has not been done. It takes a minute and more, so whoever has
 * something else to do meanwhile may do it. Ends the process when it did not work.
 */
export async function compileMachineCode(flags = {}) {
  if (existsSync(`node_modules/${PACKAGE}/build/Release/better_sqlite3.node`)) return
  const env = { ...process.env, ...flags }
  const [status] = await once(spawn('npm', ['rebuild', PACKAGE], { stdio: 'inherit', env }), 'exit')
  if (status === 0) return
  console.error(`npm rebuild ${PACKAGE} did not work. Its words are above.`)
  process.exit(1)
}
