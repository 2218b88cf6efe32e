import { type Dice, dice, uuid } from './dice.ts'
import type { Population } from './population.ts'
import { day, personName, phoneNumber, placeName, reportedAtMs } from './words.ts'

/** Fields of a document without `_id` and `_rev`. */
export type Fields = Record<string, unknown>

/** Kinds of contacts, from the top of the hierarchy to its bottom. */
export type ContactKind = 'district' | 'center' | 'clinic' | 'person'

/** A chain of parents as CHT stores it in contacts and reports: ids only. */
export interface Lineage {
  _id: string
  parent?: Lineage
}

const YEAR_MS = 31_557_600_000

/** The id of the `index`-th contact of a kind. */
export function contactId(of: Population, kind: ContactKind, index: number): string {
  return uuid(`${of.seed}:${kind}:${index}`)
}

/** Parents of a contact, nearest first; nothing for a district. */
export function lineage(of: Population, kind: ContactKind, index: number): Lineage | undefined {
  if (kind === 'district') return undefined
  const [above, size] = parentKind(of, kind, index)
  const place = index % size
  const parent = lineage(of, above, place)
  return { _id: contactId(of, above, place), ...(parent ? { parent } : {}) }
}

function parentKind(of: Population, kind: Exclude<ContactKind, 'district'>, index: number): [ContactKind, number] {
  if (kind === 'person') return isHealthWorker(index) ? ['center', of.centers] : ['clinic', of.clinics]
  return kind === 'clinic' ? ['center', of.centers] : ['district', of.districts]
}

/** A district, a health centre or a household. Districts use the newer `contact_type` field. */
export function place(of: Population, kind: 'district' | 'center' | 'clinic', index: number): Fields {
  const throws = dice(`${of.seed}:${kind}:${index}`)
  const types = { district: 'contact', center: 'health_center', clinic: 'clinic' }
  return {
    ...withParent(lineage(of, kind, index)),
    type: types[kind],
    ...(kind === 'district' ? { contact_type: 'district_hospital' } : {}),
    name: placeName(throws, index),
    place_id: String(10_000 + index),
    contact: { _id: contactId(of, 'person', index % of.persons) },
    notes: throws.chance(20) ? 'Road is closed in the rainy season.' : '',
    geolocation: { latitude: throws.between(-4_000, 4_000) / 1_000, longitude: throws.between(34_000, 41_000) / 1_000 },
    reported_date: reportedAtMs(index),
  }
}

/** A person of a household, or a health worker of a health centre. */
export function person(of: Population, index: number): Fields {
  const throws = dice(`${of.seed}:person:${index}`)
  return {
    ...withParent(lineage(of, 'person', index)),
    type: 'person',
    name: personName(throws),
    phone: throws.chance(60) ? phoneNumber(throws) : '',
    sex: throws.pick(['female', 'male']),
    date_of_birth: day(reportedAtMs(index) - throws.between(0, 80) * YEAR_MS),
    patient_id: String(50_000 + index),
    role: isHealthWorker(index) ? 'chw' : 'patient',
    ...household(throws),
    reported_date: reportedAtMs(index),
    meta: { created_by: `chw${index % of.users}`, created_by_person_uuid: contactId(of, 'person', 0) },
  }
}

function isHealthWorker(index: number): boolean {
  return index % 10 === 0
}

function household(throws: Dice): Fields {
  return {
    relation: throws.pick(['head', 'partner', 'child', 'parent', 'other']),
    national_id: '',
    muted: throws.chance(2) ? '2024-01-01T00:00:00.000Z' : undefined,
  }
}

function withParent(parent: Lineage | undefined): Fields {
  return { parent: parent ?? '' }
}
