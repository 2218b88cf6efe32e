import type { CouchDocument } from './documents/words.ts'

const PASSWORD_FIELDS = new Set(['password_scheme', 'derived_key', 'salt'])

/**
 * A document as couch2pg writes it into Postgres, as JSON text: accounts without what their password was
 * made of (`iterations` stays), and no NUL characters, which jsonb cannot hold.
 */
export function storedDocument(document: CouchDocument): string {
  const { type } = document
  const kept = type === 'user' ? Object.entries(document).filter(([field]) => !PASSWORD_FIELDS.has(field)) : undefined
  return JSON.stringify(kept ? Object.fromEntries(kept) : document).replaceAll('\\u0000', '')
}
