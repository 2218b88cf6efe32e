import { createHash } from 'node:crypto'
import { contactId, type Fields } from './contacts.ts'
import { revision } from './dice.ts'
import type { Population } from './population.ts'
import type { CouchDocument } from './words.ts'

/** Settings of the `index`-th user in the database medic, as `[id, fields]`. */
export function userSettings(of: Population, index: number): [string, Fields] {
  return [
    `org.couchdb.user:chw${index}`,
    { type: 'user-settings', name: `chw${index}`, language: 'en', ...duty(of, index), known: index % 3 !== 0 },
  ]
}

/** Account of the `index`-th user in `_users`, with the password fields that couch2pg leaves out. */
export function userDocument(of: Population, index: number, generation = 1): CouchDocument {
  const id = `org.couchdb.user:chw${index}`
  const secret = createHash('sha256').update(`${of.seed}:${id}`).digest('hex')
  return {
    _id: id,
    _rev: revision(generation, id),
    password_scheme: 'pbkdf2',
    pbkdf2_prf: 'sha256',
    salt: secret.slice(0, 32),
    iterations: 600_000,
    derived_key: secret.slice(32),
    name: `chw${index}`,
    type: 'user',
    ...duty(of, index),
  }
}

function duty(of: Population, index: number): Fields {
  return {
    roles: ['chw'],
    facility_id: contactId(of, 'center', index % of.centers),
    contact_id: contactId(of, 'person', (index * 10) % of.persons),
  }
}
