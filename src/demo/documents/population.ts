/** How many documents of each kind a seed gives; everything else follows from it. */
export interface Population {
  seed: number
  /** Documents of the database medic, in this order: fixed, user settings, places, people, reports. */
  medic: number
  sentinel: number
  usersMeta: number
  logs: number
  users: number
  districts: number
  centers: number
  clinics: number
  persons: number
}

/** Documents that every instance has once: design documents, settings, forms, translations. */
export const FIXED_DOCUMENTS = 8

/** The smallest size in which every kind of document still occurs. */
export const SMALLEST_BED = 200

/**
 * Splits `docs`, the rows that table couchdb gets, as a running CHT does: two thirds medic, one third
 * sentinel, and among medic's documents roughly one place to four people to six reports.
 */
export function population(docs: number, seed: number): Population {
  if (docs < SMALLEST_BED) throw new RangeError(`A bed needs at least ${SMALLEST_BED} documents, not ${docs}.`)
  const medic = Math.round((docs * 2) / 3)
  return {
    seed,
    medic,
    sentinel: docs - medic,
    usersMeta: Math.max(40, Math.round(docs / 60)),
    logs: 21,
    users: 21,
    districts: Math.max(1, Math.round(medic / 4_000)),
    centers: Math.max(2, Math.round(medic / 500)),
    clinics: Math.max(5, Math.round(medic / 12)),
    persons: Math.max(20, Math.round(medic / 3)),
  }
}
