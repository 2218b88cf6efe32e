import type { ActionContext } from '../model/action.ts'
import type { DatabaseRef, PipeEnd, Tools } from '../model/ports.ts'
import { fill, secretsIn } from '../model/secret.ts'
import { render, type Shell } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'
import { arrived } from './ledger.ts'
import { passFile } from './login.ts'

/** A part of a copy: what the source sends, and how the target takes it, with its marker in the same transaction. */
export interface Part {
  readonly id: string
  readonly send: Shell
  readonly take: Shell
}

/** Two databases, and whether bytes pass through the bot or go from host to host. */
export interface Sides {
  readonly source: DatabaseRef
  readonly target: DatabaseRef
  readonly direct: boolean
}

/** Sends one part. Gives the bytes that crossed; a part that had arrived all the same, under a broken connection, counts as sent. */
export async function pipePart(
  tools: Tools,
  sides: Sides,
  part: Part,
  context: ActionContext,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const [source, target] = await Promise.all([end(tools, sides.source, part.send), end(tools, sides.target, part.take)])
  const result = await tools.hosts.pipe(source, target, { direct: sides.direct, onBytes, signal: context.signal })
  if (result.source.code === 0 && result.target.code === 0) return result.bytes
  if ((await arrived(tools, sides.target)).has(part.id)) return result.bytes
  throw new UserError('part-failed', sentence(part, sides, result.source, result.target))
}

async function end(tools: Tools, database: DatabaseRef, shell: Shell): Promise<PipeEnd> {
  const { pgpass } = passFile(database)
  const secrets = new Map(
    await Promise.all(
      secretsIn(pgpass).map(async (name): Promise<[string, string]> => [name, await tools.secrets.reveal(name)]),
    ),
  )
  return {
    host: database.host,
    command: render(shell, { output: () => undefined }),
    files: { pgpass: fill(pgpass, secrets) },
  }
}

/** The source's complaint explains more than the target's, which then only saw its stream end. */
function sentence(
  part: Part,
  { source, target }: Sides,
  from: { code: number; stderr: string },
  to: { code: number; stderr: string },
): string {
  const guilty =
    from.code !== 0 && from.stderr.trim()
      ? { host: source.host, ...from }
      : to.code !== 0
        ? { host: target.host, ...to }
        : { host: source.host, ...from }
  return `${part.id} did not arrive: ${guilty.host} ended with exit ${guilty.code}. Nothing of it is in the target, and a retry sends it again.\n${guilty.stderr.trim()}`
}
