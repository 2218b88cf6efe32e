import { mkdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import { BED_VARIABLE, descendantsOf, endProcesses } from './processes.ts'
import { until } from './until.ts'

/** What one sshd is started with. */
export interface SshdRun {
  name: string
  port: number
  dir: string
  sshd: string
  configPath: string
  bedDir: string
}

/** Starts sshd and returns when it greets. */
export async function runSshd(run: SshdRun): Promise<Daemon> {
  // sshd of root wants this folder of the system; boot makes it, containers often lack it.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const daemon = await startDaemon({
    program: run.sshd,
    args: ['-D', '-e', '-f', run.configPath],
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', [BED_VARIABLE]: run.bedDir },
    cwd: run.dir,
    logPath: join(run.dir, 'sshd.log'),
  })
  await until(() => answers(run.port, daemon), {
    timeoutMs: 60_000,
    otherwise: async () => `The demo's host ${run.name} did not start: ${await daemon.lastWords()}`,
  })
  return daemon
}

/** Stops sshd and cuts its connections, which are children of the listener and would outlive it. */
export async function stopSshd(daemon: Daemon): Promise<void> {
  const connections = daemon.hasEnded() ? [] : await sshdBelow(daemon.pid)
  await daemon.stop('SIGTERM')
  await endProcesses(connections)
}

async function sshdBelow(pid: number): Promise<number[]> {
  const below = await descendantsOf(pid)
  const names = await Promise.all(below.map((child) => readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')))
  return below.filter((_, index) => names[index]?.startsWith('sshd'))
}

async function answers(port: number, daemon: Daemon): Promise<true | undefined> {
  if (daemon.hasEnded()) throw new Error(`The demo's sshd ended at once: ${await daemon.lastWords()}`)
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const finish = (answer: true | undefined) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('data', (banner) => finish(banner.toString('latin1').startsWith('SSH-2.0') ? true : undefined))
    socket.once('error', () => finish(undefined))
    socket.setTimeout(2_000, () => finish(undefined))
  })
}
