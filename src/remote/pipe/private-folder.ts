import { randomBytes } from 'node:crypto'
import { UserError } from '../../model/user-error.ts'
import type { HostShell } from '../host-shell.ts'
import { lastLine } from '../last-line.ts'
import { packUpload, RECEIVE_SH, underFiles } from '../upload.ts'
import { GIVE_UP_SH } from './guard-sh.ts'

const TIMEOUT_MS = 60_000
const GIVE_UP_MS = 15_000

/** A bot that dies right after this has no guard there yet to clear away: files that no guard came for in time go by themselves. */
const SEND_SH = `${RECEIVE_SH}umask 077
receive "$@" || exit 1
setsid sh -c 'sleep 120; [ -f "$1/guard" ] || rm -rf "$1"' drover "$1" </dev/null >/dev/null 2>&1 &`

/** A folder for one end of a stream, as a word for its host's shell. It lies beside the jobs, where nobody else can look. */
export function privateFolder(host: HostShell): string {
  return `${host.jobs}/.stream.${randomBytes(16).toString('hex')}`
}

/** Puts the files there before the command starts. Throws UserError `files-not-sent`. */
export async function sendFiles(
  host: HostShell,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  if (Object.keys(files).length === 0) return
  const upload = packUpload(underFiles(files))
  const options = { timeoutMs: TIMEOUT_MS, stdin: upload.body }
  const { code, stderr } = await host.ask(SEND_SH, [folder, upload.sum], options)
  if (code !== 0) throw notSent(host.name, lastLine(stderr))
}

/** Ends what still runs in the folder and removes it. A host that cannot be reached learns by its closed connection. */
export async function giveUp(host: HostShell, folder: string): Promise<void> {
  await host.ask(GIVE_UP_SH, [folder], { timeoutMs: GIVE_UP_MS }).catch(() => {})
}

function notSent(host: string, reason: string): UserError {
  const message = `${host} did not take the private files of a stream (${reason}). The stream did not start. Free what is missing on ${host}, then start it again.`
  return new UserError('files-not-sent', message)
}
