import { createHash } from 'node:crypto'
import { UserError } from '../../model/user-error.ts'

/** The fingerprint of a raw public key, written as OpenSSH writes it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** The first string of an SSH public key blob names its type (RFC 4253, 6.6). */
export function keyType(key: Buffer): string {
  return key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1')
}

/** The refusal of a key that is not the pinned one, or where none is pinned. */
export function keyRefused(host: string, seen: string, pinned: string | undefined): UserError {
  if (pinned === undefined) {
    return new UserError(
      'host-key-unknown',
      `${host} showed the host key ${seen}, and drover.yml pins none. Nothing was sent. Compare it with what "ssh-keygen -lf" prints on the machine itself; if they are the same, put it under hosts.${host}.hostKey.`,
    )
  }
  return new UserError(
    'host-key-changed',
    `${host} showed the host key ${seen}, and drover.yml pins ${pinned}. Nothing was sent. If the machine was rebuilt on purpose, put the new key under hosts.${host}.hostKey; if not, somebody may be in between.`,
  )
}
