import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { HostWiring } from '../../src/demo/wiring.ts'

/** What a command on a host printed, and its exit code. */
export interface Answer {
  stdout: string
  stderr: string
  code: number | null
}

/** Runs a command on a host as an operator would, with the host key pinned to the one in the wiring. */
export async function ssh(host: HostWiring, command: string): Promise<Answer> {
  const dir = await mkdtemp(join(tmpdir(), 'drover-operator-'))
  const knownHosts = join(dir, 'known_hosts')
  await writeFile(knownHosts, `[${host.address}]:${host.port} ${host.hostKey}\n`)
  const options = ['-F', 'none', '-i', host.privateKeyPath, '-p', String(host.port), '-o', 'BatchMode=yes']
  const pinned = ['-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'StrictHostKeyChecking=yes']
  const args = [...options, ...pinned, '-o', 'IdentitiesOnly=yes', `${host.user}@${host.address}`, command]
  // Not spawnSync: CouchDB lives in the same process and has to go on answering couch2pg.
  const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await closed
  await rm(dir, { recursive: true })
  return { stdout, stderr, code: child.exitCode }
}
