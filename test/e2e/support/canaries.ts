import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What must not be seen, by what it is. */
export type Canaries = Readonly<Record<string, string>>

/** A canary that was seen where it must not be. */
export interface Hit {
  readonly place: string
  readonly what: string
}

/** Where a text holds a canary, in whatever way programs spell it. */
export function hitsIn(place: string, seen: string | Buffer, canaries: Canaries): readonly Hit[] {
  const text = typeof seen === 'string' ? seen : seen.toString('latin1')
  return Object.entries(canaries).flatMap(([what, canary]) =>
    spellings(canary).some((one) => text.includes(one)) ? [{ place, what }] : [],
  )
}

/** Every file under a folder, as bytes. */
export function hitsUnder(folder: string, canaries: Canaries): readonly Hit[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => hitsIn(entry.name, readFileSync(join(entry.parentPath, entry.name)), canaries))
}

/** Command lines and environments of every process but this one, while they are there. */
export function hitsInProcesses(canaries: Canaries): readonly Hit[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  return pids.flatMap((pid) => [
    ...hitsIn('a command line', read(`/proc/${pid}/cmdline`), canaries),
    ...hitsIn('an environment', read(`/proc/${pid}/environ`), canaries),
  ])
}

/** A process may be gone, or somebody else's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function spellings(canary: string): readonly string[] {
  const pgpass = canary.replaceAll('\\', '\\\\').replaceAll(':', '\\:')
  const html = canary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary), pgpass, html].map((one) =>
    Buffer.from(one).toString('latin1'),
  )
}
