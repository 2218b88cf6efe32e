import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { BED_VARIABLE } from '../../src/demo/processes.ts'
import { type Door, trust } from '../../src/demo/ssh-trust.ts'
import type { Tools } from '../../src/demo/tools.ts'

/** Somebody at a keyboard, who reaches both hosts by `ssh <name>` and `scp` and has a folder of their own. */
export interface Operator {
  readonly dir: string
  /** Runs a script under bash in that folder and gives what it printed. Throws with its last words when it fails. */
  sh(script: string): Promise<string>
}

/** Makes the folder in a bed, with keys for these doors; the host keys are pinned. */
export async function createOperator(bedDir: string, tools: Tools, doors: readonly Door[]): Promise<Operator> {
  const dir = join(bedDir, 'operator')
  const client = { homeDir: dir, binDir: join(dir, 'bin') }
  await mkdir(client.binDir, { recursive: true, mode: 0o700 })
  for (const door of doors) await trust(tools, client, door)
  const env = { PATH: `${client.binDir}:/usr/bin:/bin`, HOME: dir, [BED_VARIABLE]: bedDir }
  return { dir, sh: (script) => run(script, dir, env) }
}

async function run(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const args = ['-euo', 'pipefail', '-c', script]
  const child = spawn('/bin/bash', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (child.exitCode === 0) return printed.trim()
  throw new Error(`exit ${child.exitCode}: ${complaints.trim().split('\n').slice(-3).join(' ')}`)
}
