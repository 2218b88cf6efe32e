import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Where psql connects to: through the cluster's socket, as its superuser. */
export interface PsqlTarget {
  binDir: string
  socketDir: string
  port: number
}

/**
 * Runs SQL as the cluster's superuser and returns what it printed, unaligned and without headers.
 * The input may be a stream of pieces, so that `COPY … FROM STDIN` takes data of any size.
 * Throws with psql's own words at the first failing statement.
 */
export async function psql(target: PsqlTarget, database: string, input: string | Iterable<string>): Promise<string> {
  const args = ['-h', target.socketDir, '-p', String(target.port), '-U', 'postgres', '-d', database]
  const child = spawn(join(target.binDir, 'psql'), [...args, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', '-'], {
    env: { LC_ALL: 'C', PATH: target.binDir },
  })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece))
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece))
  const closed = once(child, 'close')
  // psql that stops at an error closes its input; its words on stderr tell more than EPIPE.
  child.stdin.on('error', () => {})
  for (const piece of typeof input === 'string' ? [input] : input) {
    if (!child.stdin.writable) break
    if (!child.stdin.write(piece)) await Promise.race([once(child.stdin, 'drain'), closed])
  }
  child.stdin.end()
  await closed
  if (child.exitCode !== 0) throw new Error(`psql on ${database} failed: ${Buffer.concat(stderr).toString().trim()}`)
  return Buffer.concat(stdout).toString().trim()
}
