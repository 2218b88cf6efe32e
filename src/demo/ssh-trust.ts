import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SshHost } from './ssh-host.ts'
import { createSshKey } from './ssh-key.ts'
import type { Tools } from './tools.ts'

/** How a command on one host reaches another. */
export interface Trust {
  /** Use as `ssh -F <configPath> <name>` on the first host; there plain `ssh <name>`, `scp` and `rsync` work too. */
  configPath: string
  name: string
}

/** Whoever may be given a way to log in somewhere: a host, or an operator's own folders. */
export type Client = Pick<SshHost, 'homeDir' | 'binDir'>

/** Where a login leads; the port may be that of something in front of the host. */
export type Door = Pick<SshHost, 'name' | 'address' | 'port' | 'user' | 'hostKeyPublic' | 'authorize'>

/**
 * Lets commands on `from` log in to `to` by its name: a key of its own, the host key pinned, and an ssh
 * config in the first host's HOME. OpenSSH takes the config from the login user's real home folder and not from
 * HOME, so the first host gets `ssh` and `scp` that point to it.
 */
export async function trust(tools: Tools, from: Client, to: Door): Promise<Trust> {
  const sshDir = join(from.homeDir, '.ssh')
  const configPath = join(sshDir, 'config')
  const knownHosts = join(sshDir, 'known_hosts')
  await mkdir(sshDir, { recursive: true, mode: 0o700 })
  const key = await createSshKey(tools.sshKeygen, join(sshDir, `id_${to.name}`))
  await to.authorize(key.publicKey)
  await appendFile(knownHosts, `[${to.address}]:${to.port} ${to.hostKeyPublic}\n`)
  await appendFile(configPath, configEntry(to, key.privateKeyPath, knownHosts))
  await Promise.all([
    writeWrapper(join(from.binDir, 'ssh'), tools.ssh, configPath),
    writeWrapper(join(from.binDir, 'scp'), tools.scp, configPath),
  ])
  return { configPath, name: to.name }
}

function configEntry(to: Door, keyPath: string, knownHosts: string): string {
  return [
    `Host ${to.name}`,
    `  HostName ${to.address}`,
    `  Port ${to.port}`,
    `  User ${to.user}`,
    `  IdentityFile ${keyPath}`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${knownHosts}`,
    '  StrictHostKeyChecking yes',
    '',
  ].join('\n')
}

async function writeWrapper(path: string, program: string, configPath: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec ${program} -F '${configPath}' "$@"\n`)
  await chmod(path, 0o755)
}
