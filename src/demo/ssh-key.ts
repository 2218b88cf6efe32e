import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { promisify } from 'node:util'

/** An ed25519 key pair on disk. */
export interface SshKey {
  privateKeyPath: string
  /** `ssh-ed25519 AAAA…`, without a comment. */
  publicKey: string
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  fingerprint: string
}

/** Makes a key pair without a passphrase at `path`, in place of one that is there. */
export async function createSshKey(sshKeygen: string, path: string): Promise<SshKey> {
  await Promise.all([rm(path, { force: true }), rm(`${path}.pub`, { force: true })])
  await promisify(execFile)(sshKeygen, ['-q', '-t', 'ed25519', '-N', '', '-C', 'drover-demo', '-f', path])
  const [type, blob] = (await readFile(`${path}.pub`, 'utf8')).split(' ')
  if (!type || !blob) throw new Error(`ssh-keygen left no public key at ${path}.pub.`)
  return { privateKeyPath: path, publicKey: `${type} ${blob}`, fingerprint: fingerprintOf(blob) }
}

function fingerprintOf(blob: string): string {
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}
