import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../../src/demo/free-port.ts'
import { BED_VARIABLE } from '../../../src/demo/processes.ts'
import { postgresIdentity } from '../../../src/demo/server-identity.ts'
import { createSshKey } from '../../../src/demo/ssh-key.ts'
import { sshdConfig } from '../../../src/demo/sshd-config.ts'
import { findTools } from '../../../src/demo/tools.ts'
import { until } from '../../../src/demo/until.ts'
import type { SshHostConfig } from '../../../src/remote/host-config.ts'
import { END_CONNECTIONS, END_SSHD, type Power, switchOn } from './power.ts'

const run = promisify(execFile)

/**
 * A host that can lose its power: a real sshd of an ordinary user in process ids and mounts of its own (namespaces(7)), with
 * a boot id of its own. Its files are this computer's, so whoever looks from outside reads them without asking it.
 */
export interface Machine {
  readonly config: SshHostConfig
  /** HOME of every command. */
  readonly homeDir: string
  /** Programs in it come before all others. */
  readonly binDir: string
  readonly jobsDir: string
  /** Every process is gone at once. */
  powerOff(): Promise<void>
  /** Starts it again: new process ids from 1 on, another boot id. */
  boot(): Promise<void>
  /** Ends every connection; new ones are let through. */
  cut(): Promise<void>
  /** Ends sshd with its connections; it comes back on its own. Jobs go on. */
  restartSshd(): Promise<void>
  /** Runs a script as the machine's root, beside its sshd. Gives what it printed. */
  asRoot(script: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a machine in a new folder under `bedDir`. Throws a sentence where this computer allows no namespaces. */
export async function startMachine(bedDir: string, name: string, pathDirs: readonly string[] = []): Promise<Machine> {
  const dir = join(bedDir, name)
  const [homeDir, binDir, jobsDir] = [join(dir, 'home'), join(dir, 'bin'), join(dir, 'jobs')]
  for (const path of [homeDir, binDir, jobsDir]) await mkdir(path, { recursive: true })
  const [{ sshd, sshKeygen }, port, user] = await Promise.all([findTools(), freePort(), ordinaryUser()])
  const [keyPath, login, authorizedKeys] = [join(dir, 'host_key'), join(dir, 'login_key'), join(dir, 'authorized_keys')]
  const { fingerprint: hostKey } = await createSshKey(sshKeygen, keyPath)
  await writeFile(authorizedKeys, `${(await createSshKey(sshKeygen, login)).publicKey}\n`)
  const env = {
    PATH: [binDir, ...pathDirs, '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':'),
    ...{ HOME: homeDir, [BED_VARIABLE]: bedDir },
  }
  const configPath = join(dir, 'sshd_config')
  await writeFile(configPath, await sshdConfig({ port, user: user.name, keyPath, authorizedKeys, env }))
  await run('chown', ['-R', `${user.uid}:${user.gid}`, dir])

  let power: Power | undefined
  const boot = async () => {
    await writeFile(join(dir, 'boot_id'), `${randomUUID()}\n`)
    const become = `setpriv --reuid=${user.uid} --regid=${user.gid} --clear-groups`
    power = await switchOn(dir, bedDir, `${become} ${sshd} -D -e -f ${configPath}`)
    await until(() => greets(port), { timeoutMs: 60_000, otherwise: () => `${name} did not boot.` })
  }
  const powerOff = async () => {
    await power?.off()
    power = undefined
  }
  const asRoot = async (script: string) => {
    if (!power) throw new Error(`${name} is switched off.`)
    const words = ['--target', String(power.init), '--mount', '--pid', '--', 'sh', '-euc', script]
    return (await run('nsenter', words, { env })).stdout
  }
  await boot()
  return {
    config: { connect: 'ssh', address: '127.0.0.1', port, user: user.name, hostKey, key: login, jobs: jobsDir },
    ...{ homeDir, binDir, jobsDir, boot, powerOff, asRoot },
    cut: async () => void (await asRoot(END_CONNECTIONS)),
    restartSshd: async () => void (await asRoot(END_SSHD)),
    stop: powerOff,
  }
}

interface OrdinaryUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Whoever owns the database servers of a bed: nobody that the system belongs to. */
async function ordinaryUser(): Promise<OrdinaryUser> {
  const me = userInfo()
  const { uid, gid } = { uid: me.uid, gid: me.gid, ...(await postgresIdentity()) }
  const { stdout } = await run('getent', ['passwd', String(uid)])
  return { name: stdout.split(':')[0] ?? '', uid, gid }
}

function greets(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const finish = (answer: true | undefined) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('data', () => finish(true))
    socket.once('error', () => finish(undefined))
    socket.setTimeout(2000, () => finish(undefined))
  })
}
