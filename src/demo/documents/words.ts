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
const WHO = [
  'Mother',
  'Father',
  'Grandmother',
  'The child',
  'The baby',
  'A neighbour',
  'The elder sister',
  'An aunt',
  'The household head',
  'The first wife',
  'A cousin',
  'The twin',
  'The patient',
  'The caregiver',
  'The young mother',
  'The uncle',
] as const
const DID = [
  'asked about',
  'complained of',
  'was seen for',
  'recovered from',
  'came back because of',
  'was referred for',
  'worries about',
  'refused treatment for',
  'finished the course against',
  'was tested for',
  'reports',
  'no longer mentions',
  'had questions on',
  'lost weight after',
  'sleeps badly with',
  'was counselled on',
] as const
const WHAT = [
  'fever',
  'a dry cough',
  'diarrhoea',
  'vomiting at night',
  'a swollen foot',
  'headaches',
  'a rash on the arm',
  'malaria',
  'breastfeeding',
  'the missing vaccination',
  'the bed net',
  'birth spacing',
  'red eyes',
  'stomach pain',
  'the injection site',
  'anaemia',
  'poor appetite',
  'the stock of ORS',
  'a burn',
  'ear discharge',
] as const
const THEN = [
  'next visit in',
  'to be weighed again in',
  'clinic open in',
  'comes back in',
  'tablets last for',
  'follow-up call in',
  'stock arrives in',
  'rest for',
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

/** Free text of `count` sentences. It packs about as well as notes that people type. */
export function sentences(dice: Dice, count: number): string {
  return Array.from({ length: count }, () => sentence(dice)).join(' ')
}

function sentence(dice: Dice): string {
  const measured = `${dice.between(350, 412) / 10} °C, ${dice.between(23, 899) / 10} kg, pulse ${dice.between(58, 141)}`
  const then = `${dice.pick(THEN)} ${dice.between(1, 29)} days, ask ${personName(dice)}`
  return `${dice.pick(WHO)} ${dice.pick(DID)} ${dice.pick(WHAT)} since ${dice.between(1, 30)}/${dice.between(1, 12)}: ${measured}; ${then}.`
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
