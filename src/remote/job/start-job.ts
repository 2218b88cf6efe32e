import { randomBytes } from 'node:crypto'
import type { Job } from '../../model/ports.ts'
import { quote } from '../../model/shell.ts'
import { UserError } from '../../model/user-error.ts'
import type { HostShell } from '../host-shell.ts'
import { lastLine } from '../last-line.ts'
import { packUpload, sha256, underFiles } from '../upload.ts'
import { checkJobId } from './job-id.ts'
import { RUN_SH } from './run-sh.ts'
import { START_CODES, START_SH } from './start-sh.ts'

const TIMEOUT_MS = 60_000

/** A shell starts background commands with INT and QUIT ignored, for good; where env can undo that, the script gets them. */
const FRESH = ['env', '--default-signal=INT,QUIT']

/**
 * Starts the job or finds it started; when it returns, the claim is on the host's disk. Throws UserErrors `job-conflict`
 * (another script has the id) and `job-not-started` (the host could not take or start it, and nothing ran).
 */
export async function startJob(host: HostShell, job: Job): Promise<void> {
  const upload = packUpload({ runner: RUN_SH, script: job.script, ...underFiles(job.files) })
  const nonce = randomBytes(8).toString('hex')
  const fresh = (await host.traits()).signals ? FRESH : []
  const words = [host.jobs, checkJobId(job.id), nonce, sha256(job.script), quote(host.shell), upload.sum, ...fresh]
  const { code, stderr } = await host.ask(START_SH, words, { timeoutMs: TIMEOUT_MS, stdin: upload.body })
  if (code === START_CODES.conflict) throw conflict(host.name, job.id)
  if (code !== 0) throw notStarted(host.name, job.id, lastLine(stderr))
}

function conflict(host: string, id: string): UserError {
  const message = `${host} already holds the job ${id} with another script. Nothing was started or overwritten. Start it under a new attempt.`
  return new UserError('job-conflict', message)
}

function notStarted(host: string, id: string, reason: string): UserError {
  const message = `${host} could not start the job ${id} (${reason}). Its script did not run. Free what is missing on ${host}, then start it again.`
  return new UserError('job-not-started', message)
}
