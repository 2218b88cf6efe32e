import type { Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'

const FIRST_BYTES = 512 * 1024
const MOST_BYTES = 16 * 1024 * 1024
/** The second stream is made to last about this long. */
const AIM_SECONDS = 1
const OPENING_BYTES = 64 * 1024

/** Two hosts, and whether bytes go through the bot or straight. */
export interface Link {
  readonly source: string
  readonly target: string
  readonly direct: boolean
}

/**
 * Bytes a second that come from one host to the other, with bytes that nothing can pack. A short stream tells how long a
 * second one may be; the clock is the target's, which only stops when everything has arrived.
 */
export async function measureLink(tools: Tools, link: Link, signal: AbortSignal): Promise<number> {
  const first = await timeStream(tools, link, FIRST_BYTES, signal)
  const bytes = Math.min(MOST_BYTES, Math.round(first * AIM_SECONDS))
  return bytes <= FIRST_BYTES ? first : timeStream(tools, link, bytes, signal)
}

async function timeStream(tools: Tools, link: Link, bytes: number, signal: AbortSignal): Promise<number> {
  const { source, target } = await tools.hosts.pipe(
    { host: link.source, command: `head -c ${OPENING_BYTES + bytes} /dev/urandom` },
    { host: link.target, command: `head -c ${OPENING_BYTES} >/dev/null; LC_ALL=C dd of=/dev/null bs=64k` },
    { direct: link.direct, onBytes: () => undefined, signal },
  )
  const [, arrived, seconds] = /^(\d+) bytes .*copied, ([\d.e+-]+) s/m.exec(target.stderr) ?? []
  if (source.code !== 0 || target.code !== 0 || Number(arrived) !== bytes)
    throw new UserError('link-unknown', `${link.target} did not say how fast a stream from ${link.source} arrived`)
  return bytes / Math.max(Number(seconds), 1e-6)
}
