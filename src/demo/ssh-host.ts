import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { BED_VARIABLE } from './processes.ts'
import { createSshKey } from './ssh-key.ts'
import { runSshd, stopSshd } from './sshd.ts'
import { sshdConfig } from './sshd-config.ts'
import type { Tools } from './tools.ts'

/** Environment variable on a host that names the host's own folder. */
export const HOST_VARIABLE = 'DROVER_DEMO_HOST'

/** What `startSshHost` needs to know. */
export interface SshHostOptions {
  name: string
  /** Folder to create; `bedDir` marks the processes. */
  dir: string
  bedDir: string
  tools: Tools
  port?: number
  /** Public keys that may log in. */
  authorizedKeys: string[]
  /** Private half of one of them, to be handed on to whoever connects. */
  privateKeyPath: string
  /** Folders before the usual ones in the PATH of every command, after the host's own `bin`. */
  pathDirs?: string[]
  /** More environment for every command. */
  env?: Record<string, string>
}

/**
 * A real sshd on a port of 127.0.0.1. Hosts share the computer's files, but each has its own key, its
 * own `bin` first in PATH and its own HOME, so `~/.drover` of two hosts are two folders. Commands start in the
 * login user's real home folder, because sshd goes there itself.
 */
export interface SshHost {
  readonly name: string
  readonly address: '127.0.0.1'
  readonly port: number
  readonly user: string
  readonly dir: string
  readonly homeDir: string
  readonly binDir: string
  /** What commands on this host see; also for starting one here without SSH. */
  readonly env: Record<string, string>
  readonly privateKeyPath: string
  readonly hostKeyPublic: string
  readonly hostKeyFingerprint: string
  /** Lets one more public key in. */
  authorize(publicKey: string): Promise<void>
  /** Cuts all connections and comes back on the same port; commands that were detached go on. */
  restart(): Promise<void>
  /** Gives the host a new key, as a re-installed or a wrong host would have; cuts all connections. */
  setHostKey(): Promise<void>
  stop(): Promise<void>
}

/** Starts a host and returns when it answers. */
export async function startSshHost(options: SshHostOptions): Promise<SshHost> {
  const { name, dir, tools } = options
  const port = options.port ?? (await freePort())
  const user = userInfo().username
  const [homeDir, binDir, etcDir] = [join(dir, 'home'), join(dir, 'bin'), join(dir, 'etc')]
  const [keyPath, authorizedKeys] = [join(etcDir, 'host_key'), join(etcDir, 'authorized_keys')]
  const configPath = join(etcDir, 'sshd_config')
  const env = hostEnvironment(options, homeDir, binDir)

  await Promise.all([homeDir, binDir, etcDir].map((path) => mkdir(path, { recursive: true, mode: 0o700 })))
  let key = await createSshKey(tools.sshKeygen, keyPath)
  await writeFile(authorizedKeys, `${options.authorizedKeys.join('\n')}\n`)
  await writeFile(configPath, await sshdConfig({ port, user, keyPath, authorizedKeys, env }))

  const start = () => runSshd({ name, port, dir, sshd: tools.sshd, configPath, bedDir: options.bedDir })
  let daemon = await start()
  const stop = () => stopSshd(daemon)
  const restart = async () => {
    await stop()
    daemon = await start()
  }
  return {
    ...{ name, address: '127.0.0.1' as const, port, user, dir, homeDir, binDir, env },
    privateKeyPath: options.privateKeyPath,
    get hostKeyPublic() {
      return key.publicKey
    },
    get hostKeyFingerprint() {
      return key.fingerprint
    },
    authorize: (publicKey) => appendFile(authorizedKeys, `${publicKey}\n`),
    restart,
    setHostKey: async () => {
      key = await createSshKey(tools.sshKeygen, keyPath)
      await restart()
    },
    stop,
  }
}

function hostEnvironment(options: SshHostOptions, homeDir: string, binDir: string): Record<string, string> {
  const path = [binDir, ...(options.pathDirs ?? []), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']
  return {
    PATH: path.join(':'),
    HOME: homeDir,
    [BED_VARIABLE]: options.bedDir,
    [HOST_VARIABLE]: options.dir,
    ...options.env,
  }
}
