import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Daemon, startDaemon } from '../../../src/demo/daemon.ts'
import { BED_VARIABLE, signal } from '../../../src/demo/processes.ts'
import { until } from '../../../src/demo/until.ts'

/** A machine that is on: its first process, with whose end the kernel ends all others in its process ids. */
export interface Power {
  /** Pid of the first process, as this computer counts. */
  readonly init: number
  /** Everything is gone when it returns. */
  off(): Promise<void>
}

/** The first process: gives the machine its boot id, and starts sshd again whenever that ended. */
const INIT_SH = `mount --bind "$1/boot_id" /proc/sys/kernel/random/boot_id
while :; do $2 || :; sleep 0.1; done`

const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** Switches a machine on whose folder holds its boot id. Throws a sentence where this computer allows no namespaces. */
export async function switchOn(dir: string, bedDir: string, sshd: string): Promise<Power> {
  const daemon = await startDaemon({
    program: 'unshare',
    args: [...NAMESPACES, 'sh', '-euc', INIT_SH, 'init', dir, sshd],
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', [BED_VARIABLE]: bedDir },
    cwd: dir,
    logPath: join(dir, 'console.log'),
  })
  const init = await until(() => childOf(daemon), {
    timeoutMs: 10_000,
    otherwise: () => 'No machine could be started.',
  })
  const off = async () => {
    signal(init, 'SIGKILL')
    // unshare ends by itself once its child is gone, and with the child all of its process ids.
    await daemon.stop('SIGCONT')
  }
  return { init, off }
}

async function childOf({ pid, hasEnded, lastWords }: Daemon): Promise<number | undefined> {
  if (hasEnded())
    throw new Error(
      `A machine that can lose its power needs root and namespaces, which this computer does not give (${await lastWords()}). Run it as root.`,
    )
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return Number(children.split(' ')[0]) || undefined
}

/** Ends the sshd processes that serve connections; the listener is the one whose parent is the first process. */
export const END_CONNECTIONS = `for stat in /proc/[0-9]*/stat; do
  { read -r pid name state parent rest <"$stat"; } 2>/dev/null || continue
  case $name in '(sshd'*) [ "$parent" = 1 ] || kill -KILL "$pid" 2>/dev/null || : ;; esac
done`

/** Ends everything that is sshd. */
export const END_SSHD = `${END_CONNECTIONS}
for stat in /proc/[0-9]*/stat; do
  { read -r pid name rest <"$stat"; } 2>/dev/null || continue
  case $name in '(sshd'*) kill -KILL "$pid" 2>/dev/null || : ;; esac
done`
