import { createHash } from 'node:crypto'
import { quote } from '../model/shell.ts'

/** Several texts as one body for standard input, and the checksum by which the host sees that it came whole. */
export interface Upload {
  readonly body: Buffer
  readonly sum: string
}

/** Packs texts by the path they get under the folder they are unpacked in: the body is the script that writes them. */
export function packUpload(parts: Readonly<Record<string, string>>): Upload {
  const writes = Object.entries(parts).map(([path, text]) => `printf %s ${quote(text)} >"$folder"/${path}`)
  const body = Buffer.from(`${writes.join(' &&\n')}\n`)
  return { body, sum: sha256(body) }
}

/** Private files as parts. A name is plain: throws a plain Error, since names are the author's and lint sees them first. */
export function underFiles(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`files/${checkFileName(name)}`, text]))
}

/** The checksum `sha256sum` prints. */
export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function checkFileName(name: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is not a plain file name`)
  return name
}

/**
 * `receive FOLDER SUM` takes an upload from standard input into a new or existing folder. A body that was cut on its way
 * has another checksum and is refused. Without PATH only the shell itself can be printf, which needs no process, and whose
 * words no process list shows. `command` keeps the shell alive when a faster starter has cleared the folder away.
 */
export const RECEIVE_SH = `
receive() {
  folder=$1
  mkdir -p "$folder/files" && cat >"$folder/body" || return 1
  case $(sha256sum <"$folder/body") in "$2 "*) ;; *) echo 'the upload was cut' >&2; return 1 ;; esac
  path=$PATH PATH=/dev/null
  command . "$folder/body"
  set -- $?
  PATH=$path
  return $1
}
`
