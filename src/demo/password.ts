import { randomBytes } from 'node:crypto'

/** A password that no other text contains by chance, and that needs no quoting anywhere. */
export function newPassword(): string {
  return randomBytes(12).toString('hex')
}
