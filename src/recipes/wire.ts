import type { Tools } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'

/** How rows are packed on their way. Both run as parts of a pipe. */
export interface Wire {
  readonly pack: Shell
  readonly unpack: Shell
}

const PLAIN: Wire = { pack: sh``, unpack: sh`` }
/** Level 1 packs faster than a core can read rows out of Postgres, and most links are slower than that. */
const ZSTD: Wire = { pack: sh` | zstd -q -1`, unpack: sh`zstd -q -d | ` }
const GZIP: Wire = { pack: sh` | gzip -1`, unpack: sh`gzip -d | ` }

/** zstd where both hosts have it; gzip, which every host has, costs several times the processor time. */
export async function wireBetween(tools: Tools, hosts: readonly string[], compression: 'none' | 'zstd'): Promise<Wire> {
  if (compression === 'none') return PLAIN
  const found = await Promise.all(hosts.map((host) => tools.hosts.ask(host, 'command -v zstd')))
  return found.every(({ code }) => code === 0) ? ZSTD : GZIP
}
