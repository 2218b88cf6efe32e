import { UserError } from '../../model/user-error.ts'
import type { HostShell } from '../host-shell.ts'
import { lastLine } from '../last-line.ts'
import { checkJobId } from './job-id.ts'
import { STILL_RUNNING, STOP_SH } from './stop-sh.ts'

/** Ends the job, or makes it never start. Throws UserError `job-not-stopped` when it goes on all the same. */
export async function stopJob(host: HostShell, jobId: string, graceMs: number): Promise<void> {
  const graceSeconds = Math.ceil(graceMs / 1000)
  const words = [host.jobs, checkJobId(jobId), String(graceSeconds)]
  const { code, stderr } = await host.ask(STOP_SH, words, { timeoutMs: graceMs + 60_000 })
  if (code === STILL_RUNNING) throw notStopped(host.name, jobId, 'it did not end after KILL')
  if (code !== 0) throw notStopped(host.name, jobId, lastLine(stderr))
}

function notStopped(host: string, id: string, reason: string): UserError {
  const message = `${host} could not stop the job ${id} (${reason}). It may still run. Look at its processes on ${host}, then stop it again.`
  return new UserError('job-not-stopped', message)
}
