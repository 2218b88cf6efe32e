import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** Ed25519 (RFC 8032), with keys and signatures in hex, so that each has exactly one spelling. */
export interface Signer {
  /** The public key: 64 hex digits. */
  readonly key: string
  sign(text: string): string
}

/** DER of an Ed25519 public key up to its 32 bytes: https://www.rfc-editor.org/rfc/rfc8410#section-4 */
const SPKI_HEAD = '302a300506032b6570032100'

export function signerOf(privateKey: KeyObject): Signer {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('hex')
  if (!der.startsWith(SPKI_HEAD)) throw new Error('the report key is no Ed25519 key')
  return {
    key: der.slice(SPKI_HEAD.length),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('hex'),
  }
}

/** Whether the owner of a key signed just this text. False for whatever is no key or signature. */
export function isSigned(text: string, key: string, signature: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(key) || !/^[0-9a-f]{128}$/.test(signature)) return false
  try {
    const publicKey = createPublicKey({ key: Buffer.from(SPKI_HEAD + key, 'hex'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'hex'))
  } catch {
    return false
  }
}
