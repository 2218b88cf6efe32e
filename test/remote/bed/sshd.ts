import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { BED_VARIABLE } from '../../../src/demo/processes.ts'
import type { SshHostConfig } from '../../../src/remote/host-config.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const run = promisify(execFile)

/** A real sshd on a loopback port, and the description under which the bot knows it. */
export interface Sshd {
  readonly config: SshHostConfig
  readonly folder: string
  readonly port: number
  /** Ends the listener and every connection, as a reboot would. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Pids of the sshd processes that serve connections: one each for root, two for an ordinary login. */
  serving(): Promise<readonly number[]>
  /** Breaks every connection, as a pulled cable would; the listener stays. */
  cut(): Promise<void>
}

/** Starts sshd with keys of its own in a new folder under parent; it ends with the test file. */
export async function startSshd(parent: string, name: string, extra: readonly string[] = []): Promise<Sshd> {
  const folder = join(parent, name)
  await mkdir(folder)
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true })
  const hostKey = await makeKey(join(folder, 'host_ed25519'))
  await makeKey(join(folder, 'user_ed25519'))
  const port = await freePort()
  await writeFile(join(folder, 'sshd_config'), sshdConfig(folder, port, extra))
  const sshd = createSshd(folder, port, hostKey)
  await sshd.start()
  after(() => sshd.stop())
  return sshd
}

/** Makes a key pair and answers its fingerprint. */
export async function makeKey(path: string, type = 'ed25519', passphrase = ''): Promise<string> {
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-f', path])
  const { stdout } = await run('ssh-keygen', ['-lf', `${path}.pub`])
  return stdout.split(' ')[1] ?? ''
}

function sshdConfig(folder: string, port: number, extra: readonly string[]): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host_ed25519`,
    `AuthorizedKeysFile ${folder}/user_ed25519.pub`,
    `PidFile ${folder}/sshd.pid`,
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100:30:200',
    // The start files in the home of whoever runs the tests would run before each question, and may take a minute.
    `SetEnv HOME=${folder} ${BED_VARIABLE}=${dirname(folder)}`,
    ...extra,
    '',
  ].join('\n')
}

function createSshd(folder: string, port: number, hostKey: string): Sshd {
  let child: ChildProcess | undefined
  const serving = async () => {
    const first = await sshdChildrenOf(child?.pid)
    return [...first, ...(await Promise.all(first.map(sshdChildrenOf))).flat()]
  }
  const cut = async () => {
    for (const pid of await serving()) endProcess(pid)
  }
  return {
    folder,
    port,
    serving,
    cut,
    config: {
      connect: 'ssh',
      address: '127.0.0.1',
      port,
      user: userInfo().username,
      hostKey,
      key: join(folder, 'user_ed25519'),
      jobs: join(folder, 'jobs'),
    },
    start: async () => {
      child = spawn('/usr/sbin/sshd', ['-D', '-f', join(folder, 'sshd_config'), '-E', join(folder, 'sshd.log')])
      await until(`sshd listens on ${port}`, () => answers(port))
    },
    stop: async () => {
      const pids = await serving()
      if (child && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      for (const pid of pids) endProcess(pid)
    },
  }
}

/** The children that are sshd themselves, and not what somebody runs through it. */
async function sshdChildrenOf(pid: number | undefined): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const pids = text.split(' ').filter(Boolean).map(Number)
  const names = await Promise.all(pids.map((child) => readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')))
  return pids.filter((_, index) => names[index]?.startsWith('sshd'))
}

/** Ends a process at once; one that is gone already is fine. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
