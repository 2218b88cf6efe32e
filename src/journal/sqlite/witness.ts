import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Head } from './event-log.ts'

/** Remembers beside the database how far its history had come, so that a history that lost its end is not taken for whole. */
export interface Witness {
  /** To be called once the events are on the disk: the witness may know less than there is, and never more. */
  note(head: Head): void
  close(): void
}

/** Always as long, so that one is written over the other. */
const DIGITS = 12

export function createWitness(path: string): Witness {
  const file = openSync(witnessPath(path), 'a+', 0o600)
  closeSync(file)
  const written = openSync(witnessPath(path), 'r+')
  let isOpen = true
  return {
    note({ events, head }) {
      try {
        writeSync(written, `${String(events).padStart(DIGITS, '0')} ${head}\n`, 0)
      } catch {
        // The events are on the disk all the same; an older witness only knows less.
      }
    },
    close() {
      // A number that was given back may be another file's by the second time.
      if (isOpen) closeSync(written)
      isOpen = false
    },
  }
}

/** What was last noted; undefined when that was nothing, or cannot be read. */
export function witnessed(path: string): Head | undefined {
  const [, events, head] = /^(\d{12}) ([0-9a-f]{64})\n$/.exec(textOf(witnessPath(path))) ?? []
  return events === undefined || head === undefined ? undefined : { events: Number(events), head }
}

export function witnessPath(path: string): string {
  return `${path}.head`
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
