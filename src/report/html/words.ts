import { formatMs } from '../../model/duration.ts'
import type { Doing } from '../report.ts'

/** `2026-11-02 09:00 UTC`. */
export function instant(at: string | undefined): string {
  return at === undefined ? '' : `${at.slice(0, 16).replace('T', ' ')} UTC`
}

/** `09:00:07`. */
export function clock(at: string): string {
  return at.slice(11, 19)
}

/** A duration, or a dash for none at all. */
export function spent(ms: number): string {
  return ms <= 0 ? '–' : formatMs(ms)
}

/** The first twelve digits of a hash: enough to compare by eye. */
export function short(digest: string): string {
  return digest.slice(0, 12)
}

export const DOING_WORDS: Readonly<Record<Doing, string>> = {
  working: 'working',
  people: 'waiting for people',
  clock: 'letting time pass',
}
