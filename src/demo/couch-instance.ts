import { CouchDatabase } from './couch-database.ts'
import { logDocument, usersMetaDocument } from './documents/devices.ts'
import { firstReport, infoDocument, medicDocument } from './documents/medic.ts'
import { type Population, population } from './documents/population.ts'
import { userDocument } from './documents/users.ts'

/** The five databases of a CHT instance that couch2pg reads. */
export interface CouchInstance {
  population: Population
  medic: CouchDatabase
  sentinel: CouchDatabase
  usersMeta: CouchDatabase
  logs: CouchDatabase
  users: CouchDatabase
  all: CouchDatabase[]
  /** Health workers send `count` more reports. */
  add(count: number): void
  /** `count` reports that are there are edited. */
  change(count: number): void
  /** `count` reports are deleted. */
  remove(count: number): void
}

/** One deleted document for so many others. */
const ALIVE_PER_DELETED = 100

/** A CHT instance whose table couchdb in Postgres has `docs` rows. The same arguments give the same documents. */
export function couchInstance(docs: number, seed: number): CouchInstance {
  const of = population(docs, seed)
  const medic = new CouchDatabase('medic', (index, generation) => medicDocument(of, index, generation))
  const sentinel = new CouchDatabase('medic-sentinel', (index, generation) => infoDocument(of, index, generation))
  const usersMeta = new CouchDatabase('medic-users-meta', (index, generation) =>
    usersMetaDocument(of, index, generation),
  )
  const logs = new CouchDatabase('medic-logs', (index, generation) => logDocument(of, index, generation))
  const users = new CouchDatabase('_users', (index, generation) => userDocument(of, index, generation))

  const deleted = Math.floor(of.medic / ALIVE_PER_DELETED)
  medic.add(of.medic + deleted)
  sentinel.add(of.sentinel)
  usersMeta.add(of.usersMeta)
  logs.add(of.logs)
  users.add(of.users)
  for (let index = of.medic; index < of.medic + deleted; index++) medic.remove(index)

  const reports = cursor(firstReport(of))
  const oldest = cursor(firstReport(of))
  return {
    population: of,
    ...{ medic, sentinel, usersMeta, logs, users },
    all: [medic, sentinel, usersMeta, logs, users],
    add: (count) => {
      medic.add(count)
      sentinel.add(count)
    },
    change: (count) => {
      for (const index of reports(count)) medic.change(index)
    },
    remove: (count) => {
      for (const index of oldest(count)) medic.remove(index)
    },
  }
}

function cursor(first: number): (count: number) => number[] {
  let next = first
  return (count) => Array.from({ length: count }, () => next++)
}
