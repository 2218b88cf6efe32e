import type { Journal } from '../../../src/model/journal.ts'
import type { Open, Opened } from '../contract.ts'

/** What a test gets: the journal, and hands on its clock. */
export interface Given extends Opened {
  readonly journal: Journal
  /** Lets the time pass; it stands still otherwise. */
  pass(ms: number): void
}

/** A test body with an empty journal, which is removed afterwards whatever happened. */
export function withJournal(open: Open, body: (given: Given) => Promise<void>): () => Promise<void> {
  return async () => {
    let nowMs = Date.parse('2026-11-02T09:00:00.000Z')
    const opened = await open(() => new Date(nowMs))
    const pass = (ms: number) => {
      nowMs += ms
    }
    try {
      await body({ journal: opened.journal, reopen: opened.reopen, remove: opened.remove, pass })
    } finally {
      await opened.remove()
    }
  }
}
