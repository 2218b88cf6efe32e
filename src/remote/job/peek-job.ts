import { randomBytes } from 'node:crypto'
import type { JobView } from '../../model/ports.ts'
import { UserError } from '../../model/user-error.ts'
import type { HostShell } from '../host-shell.ts'
import { lastLine } from '../last-line.ts'
import { checkJobId } from './job-id.ts'
import { PEEK_SH } from './peek-sh.ts'
import { readView } from './read-view.ts'

/** Most log a look brings; the next look goes on from `nextOffset`. */
const MOST_LOG_BYTES = 256 * 1024
const TIMEOUT_MS = 30_000

/** Looks at a job from a byte offset of its log. Throws UserError `job-unreadable` when the host cannot say. */
export async function peekJob(host: HostShell, jobId: string, offsetBytes: number): Promise<JobView> {
  const mark = randomBytes(8).toString('hex')
  const words = [host.jobs, checkJobId(jobId), String(offsetBytes), String(MOST_LOG_BYTES), mark]
  const { code, stdout, stderr } = await host.ask(PEEK_SH, words, { timeoutMs: TIMEOUT_MS })
  const view = code === 0 ? readView(stdout, mark, offsetBytes, MOST_LOG_BYTES) : undefined
  if (!view) throw unreadable(host.name, jobId, lastLine(stderr))
  return view
}

function unreadable(host: string, id: string, reason: string): UserError {
  const message = `${host} could not say how the job ${id} is (${reason}). The job itself was not touched. See the folder of the jobs on ${host}, then ask again.`
  return new UserError('job-unreadable', message)
}
