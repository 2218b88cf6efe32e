import type { Dice } from './dice.ts'

/** A document as CouchDB serves it. */
export interface CouchDocument {
  _id: string
  _rev: string
  [field: string]: unknown
}

const GIVEN = ['Amina', 'Baraka', 'Chiku', 'Daudi', 'Esther', 'Fadhili', 'Grace', 'Hamisi', 'Imani', 'Juma'] as const
const FAMILY = [
  'Abdi',
  'Banda',
  'Chirwa',
  'Kamau',
  'Mwangi',
  'Njeri',
  'Odhiambo',
  'Otieno',
  'Phiri',
  'Wanjiru',
] as const
const PLACE = ['Kisiwa', 'Mlima', 'Mto', 'Bonde', 'Msitu', 'Ziwa', 'Pwani', 'Nyika'] as const
const NOTES = [
  'Mother is well and eats three meals a day.',
  'Child had a fever for two days, referred to the health centre.',
  'Net is in use; family sleeps under it.',
  'Visited, nobody at home, asked the neighbour to tell them.',
  'Explained danger signs and gave the clinic’s number.',
  'Weight noted in the booklet, next weighing in one month.',
  'Family asks when the next distribution of nets takes place.',
  'Vaccination card was checked, one dose is missing.',
] as const

/** A made-up person's name. */
export function personName(dice: Dice): string {
  return `${dice.pick(GIVEN)} ${dice.pick(FAMILY)}`
}

/** A made-up place's name. */
export function placeName(dice: Dice, index: number): string {
  return `${dice.pick(PLACE)} ${index + 1}`
}

/** A made-up phone number in a range that is not given out. */
export function phoneNumber(dice: Dice): string {
  return `+2540000${dice.between(10_000, 99_999)}`
}

/** Free text of `count` sentences. */
export function sentences(dice: Dice, count: number): string {
  return Array.from({ length: count }, () => dice.pick(NOTES)).join(' ')
}

// 2023-01-01T00:00:00Z: a fixed first day keeps the documents the same whenever they are made.
const FIRST_DAY_MS = 1_672_531_200_000
const MINUTE_MS = 60_000

/** The instant, in ms, at which the `index`-th thing was reported: one every 37 minutes. */
export function reportedAtMs(index: number): number {
  return FIRST_DAY_MS + index * 37 * MINUTE_MS
}

/** Date part of an instant in ms: `2024-05-17`. */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
