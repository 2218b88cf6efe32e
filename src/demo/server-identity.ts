import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** User and group a program runs as; empty when it runs as the current user. */
export type Identity = { uid: number; gid: number } | Record<never, never>

const NOBODY = { uid: 65_534, gid: 65_534 }

/**
 * PostgreSQL refuses to run as root ("cannot be run as root"), so root starts it as `postgres`, or
 * as nobody where that user does not exist. Everybody else starts it as themselves.
 */
export async function postgresIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')])
  return uid === undefined || gid === undefined ? NOBODY : { uid, gid }
}

async function idOf(flag: '-u' | '-g'): Promise<number | undefined> {
  const answer = await promisify(execFile)('id', [flag, 'postgres']).catch(() => undefined)
  return answer ? Number(answer.stdout) : undefined
}
