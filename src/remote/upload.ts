import { createHash } from 'node:crypto'

/** Several texts as one body for standard input, with what the host needs to take it apart and to see that it came whole. */
export interface Upload {
  readonly body: Buffer
  readonly sum: string
  /** NAME SIZE of each part, as arguments. Names and sizes show in a process list; contents do not. */
  readonly words: readonly string[]
}

/** Packs texts by the path they get under the folder they are unpacked in. */
export function packUpload(parts: Readonly<Record<string, string>>): Upload {
  const packed = Object.entries(parts).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))
  const body = Buffer.concat(packed.map(({ bytes }) => bytes))
  return { body, sum: sha256(body), words: packed.flatMap(({ path, bytes }) => [path, String(bytes.length)]) }
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
 * `receive FOLDER SUM NAME SIZE…` takes an upload from standard input into a new or existing folder. A body that was cut
 * on its way has another checksum and is refused.
 */
export const RECEIVE_SH = `
receive() {
  folder=$1 sum=$2
  shift 2
  mkdir -p "$folder/files" && cat >"$folder/body" || return 1
  set -- "$(sha256sum <"$folder/body")" "$@"
  case $1 in "$sum "*) ;; *) echo 'the upload was cut' >&2; return 1 ;; esac
  shift
  from=1
  while [ $# -gt 0 ]; do
    tail -c +$from "$folder/body" | head -c "$2" >"$folder/$1" || return 1
    from=$((from + $2))
    shift 2
  done
  rm "$folder/body"
}
`
