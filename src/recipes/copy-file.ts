import { z } from 'zod'
import { defineAction } from '../model/define-action.ts'
import { createPace } from '../model/pace.ts'
import type { Tools } from '../model/ports.ts'
import { quote } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'

const args = z.object({
  source: z.string(),
  target: z.string(),
  path: z.string(),
  bytes: z.coerce.number(),
  sha256: z.string(),
  direct: z.boolean(),
  /** Most bytes a second. */
  limit: z.number().optional(),
})

/**
 * Copies a file from host to host. After a cut it goes on where the target's piece ends; the whole is taken over only
 * when its SHA-256 is the source's, and thrown away otherwise.
 */
export const copyFile = defineAction({
  name: 'copy-file',
  version: 1,
  args,
  on: ({ target }) => (typeof target === 'string' ? target : ''),
  shows: ({ source, target, path }) => `${source}:${path} → ${target}:${path}, resumed after a cut, checked by SHA-256`,
  run: async ({ source, target, path, bytes, sha256, direct, limit }, tools, { report, signal }) => {
    const pace = limit && { pace: createPace(limit) }
    const piece = `${path}.part`
    if ((await hashOf(tools, target, path)) === sha256) return { bytes, sha256 }
    const have = await sizeOf(tools, target, piece)
    const from = { host: source, command: `tail -c +${have + 1} ${quote(path)}` }
    const to = { host: target, command: `umask 077; mkdir -p ${quote(folder(path))}; cat >> ${quote(piece)}` }
    const onBytes = (sent: number) => report({ done: have + sent, total: bytes, unit: 'bytes' })
    const result = await tools.hosts.pipe(from, to, { direct, onBytes, signal, ...pace })
    if (result.source.code !== 0 || result.target.code !== 0)
      throw cut(path, target, result.target.stderr || result.source.stderr)
    await takeOver(tools, target, path, piece, sha256)
    return { bytes, sha256 }
  },
})

async function takeOver(tools: Tools, host: string, path: string, piece: string, sha256: string): Promise<void> {
  if ((await hashOf(tools, host, piece)) === sha256) {
    await tools.hosts.ask(host, `mv -- ${quote(piece)} ${quote(path)}`)
    return
  }
  await tools.hosts.ask(host, `rm -f -- ${quote(piece)}`)
  throw new UserError(
    'file-differs',
    `${path} on ${host} did not have the SHA-256 of the source and was thrown away. The source's file is still good; a retry sends it again.`,
  )
}

function cut(path: string, host: string, said: string): UserError {
  return new UserError(
    'part-failed',
    `${path} did not arrive whole on ${host}. What arrived stays there, and a retry goes on from it.\n${said.trim()}`,
  )
}

/** Hashing reads the whole file, so it may take long. */
async function hashOf(tools: Tools, host: string, path: string): Promise<string | undefined> {
  const { stdout } = await tools.hosts.ask(host, `if [ -f ${quote(path)} ]; then sha256sum < ${quote(path)}; fi`, {
    timeoutMs: 6 * 3_600_000,
  })
  return stdout.split(' ')[0] || undefined
}

async function sizeOf(tools: Tools, host: string, path: string): Promise<number> {
  const { stdout } = await tools.hosts.ask(
    host,
    `if [ -f ${quote(path)} ]; then stat -c %s ${quote(path)}; else echo 0; fi`,
  )
  return Number(stdout.trim())
}

function folder(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}
