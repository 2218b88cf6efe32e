import { UserError } from '../../model/user-error.ts'
import type { HostShell } from '../host-shell.ts'
import { lastLine } from '../last-line.ts'
import { checkJobId } from './job-id.ts'
import { NOT_RUNNING, PAUSE_SH, RESUME_SH } from './pause-sh.ts'

const TIMEOUT_MS = 30_000

/** Stops a running job where it is. False when it does not run. Throws UserError `job-not-paused`. */
export async function pauseJob(host: HostShell, jobId: string): Promise<boolean> {
  const { code, stderr } = await host.ask(PAUSE_SH, [host.jobs, checkJobId(jobId)], { timeoutMs: TIMEOUT_MS })
  if (code === NOT_RUNNING) return false
  if (code !== 0) throw failed(host.name, jobId, 'stop', lastLine(stderr))
  return true
}

/** Lets a job that `pauseJob` stopped go on; any other is left as it is. Throws UserError `job-not-paused`. */
export async function resumeJob(host: HostShell, jobId: string): Promise<void> {
  const { code, stderr } = await host.ask(RESUME_SH, [host.jobs, checkJobId(jobId)], { timeoutMs: TIMEOUT_MS })
  if (code !== 0) throw failed(host.name, jobId, 'continue', lastLine(stderr))
}

function failed(host: string, id: string, what: 'stop' | 'continue', reason: string): UserError {
  const message = `${host} could not ${what} the job ${id} where it is (${reason}). Nothing is lost. Free what is missing on ${host}; it is tried again.`
  return new UserError('job-not-paused', message)
}
