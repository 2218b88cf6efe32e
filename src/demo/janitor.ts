import { spawn } from 'node:child_process'
import { bedProgram } from './bed-program.ts'

/** Waits beside a bed and clears it away when the process that started it is gone. */
export interface Janitor {
  /** The bed was cleared: nothing is left to do. */
  dismiss(): void
}

// A shell that waits costs next to nothing; its input ends when the other side is gone, however that went.
const WAIT_FOR_END = 'while read -r _; do :; done; exec "$@"'

/** Starts a janitor for the bed in this folder. */
export function startJanitor(bedDir: string): Janitor {
  const child = spawn('/bin/sh', ['-c', WAIT_FOR_END, 'janitor', ...bedProgram('janitor-main'), bedDir], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  return {
    dismiss: () => {
      child.kill('SIGKILL')
      child.stdin.destroy()
    },
  }
}
