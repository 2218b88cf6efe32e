import { contactId, type Fields, person, place } from './contacts.ts'
import { revision } from './dice.ts'
import { FIXED } from './fixed.ts'
import type { Population } from './population.ts'
import { report, reportId } from './reports.ts'
import { userSettings } from './users.ts'
import type { CouchDocument } from './words.ts'

/** The `index`-th document of the database medic; past the end of the population come more reports. */
export function medicDocument(of: Population, index: number, generation = 1): CouchDocument {
  const [id, fields] = medicFields(of, index, generation)
  return { _id: id, _rev: revision(generation, id), ...fields }
}

/** The first index of medic that is a report. */
export function firstReport(of: Population): number {
  return FIXED.length + of.users + of.districts + of.centers + of.clinics + of.persons
}

/**
 * The `index`-th document of medic-sentinel: it says when a medic document was first seen. The population's own are
 * about its newest documents, further ones about those that medic gets later.
 */
export function infoDocument(of: Population, index: number, generation = 1): CouchDocument {
  const about = index < of.sentinel ? of.medic - 1 - index : of.medic + index - of.sentinel
  const [id] = medicFields(of, about, 1)
  const seenAtMs = 1_700_000_000_000 + index * 1_000
  return {
    _id: `${id}-info`,
    _rev: revision(generation, `${id}-info`),
    type: 'info',
    doc_id: id,
    initial_replication_date: seenAtMs,
    latest_replication_date: seenAtMs + 5_000 * generation,
    transitions: { update_clinics: { last_rev: 1, seq: String(index), ok: true } },
  }
}

function medicFields(of: Population, index: number, generation: number): [string, Fields] {
  let left = index
  const isWithin = (size: number) => {
    if (left < size) return true
    left -= size
    return false
  }
  if (isWithin(FIXED.length)) return FIXED[left] ?? ['', {}]
  if (isWithin(of.users)) return userSettings(of, left)
  if (isWithin(of.districts)) return [contactId(of, 'district', left), place(of, 'district', left)]
  if (isWithin(of.centers)) return [contactId(of, 'center', left), place(of, 'center', left)]
  if (isWithin(of.clinics)) return [contactId(of, 'clinic', left), place(of, 'clinic', left)]
  if (isWithin(of.persons)) return [contactId(of, 'person', left), person(of, left)]
  return [reportId(of, left), report(of, left, generation)]
}
