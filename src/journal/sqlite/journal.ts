import type { ChainRow } from '../../model/audit-text.ts'
import type { Journal } from '../../model/journal.ts'
import type { Mailroom } from '../../model/mailroom.ts'
import type { ChainState } from '../../model/records.ts'
import type { StepUps } from '../../model/step-ups.ts'
import { backUp } from './backup.ts'
import { createEventLog } from './event-log.ts'
import { createMailroom } from './mailroom.ts'
import { createNotes } from './notes.ts'
import { openDatabase } from './open.ts'
import { createProjections } from './projections.ts'
import { isUpToDate, rebuild } from './rebuild.ts'
import { createRunsReader } from './runs-reader.ts'
import { createSender } from './send.ts'
import { createStepUps } from './step-ups.ts'
import { type Verification, verify, verifyAside } from './verify.ts'

/** A journal in one SQLite file, with what only its owner can do. */
export interface SqliteJournal {
  readonly journal: Journal
  readonly mailroom: Mailroom
  readonly stepUps: StepUps
  /** Makes every projection again from the events. */
  rebuild(): void
  /** Hash of the newest event; it vouches for all before it. */
  head(): string
  verify(): Verification
  /** Proves the chain in pieces, while the journal is used. */
  chain(): Promise<ChainState>
  /** Rows of the chain after a place in it, oldest first; of one run when one is named. */
  page(after: number, limit: number, run?: string): readonly ChainRow[]
  /** Copies the database while it is in use; the copy appears whole or not at all. */
  backup(toPath: string): Promise<void>
}

/** Where the file is, and what time it is. */
export interface SqliteJournalOptions {
  readonly path: string
  readonly now: () => Date
  /** Masks secrets in what people typed. Left out: nothing is known to mask. */
  readonly redact?: ((text: string) => string) | undefined
}

/** Opens the journal; throws a UserError when it cannot be owned, read, or understood. `journal.stop()` gives it back. */
export function createSqliteJournal({ path, now, redact }: SqliteJournalOptions): SqliteJournal {
  const db = openDatabase(path)
  const log = createEventLog(db)
  const projections = createProjections(db, now)
  const reader = createRunsReader(db)
  const notes = createNotes(db)
  const mailroom = createMailroom(db, now)
  const sender = createSender({ db, log, projections, reader, now, redact })

  function rebuildAll(): void {
    rebuild(db, log, projections, reader)
    sender.forget()
  }

  try {
    log.refuseUnknown()
    if (!isUpToDate(db)) rebuildAll()
  } catch (cause) {
    db.close()
    throw cause
  }

  return {
    mailroom,
    stepUps: createStepUps(db),
    rebuild: rebuildAll,
    head: () => log.head().head,
    verify: () => verify(log),
    chain: async () => {
      const { events, head } = log.head()
      const proof = await verifyAside(log)
      return proof.ok ? { events: proof.events, head: proof.head } : { events, head, problem: proof.sentence }
    },
    page: log.page,
    backup: (toPath) => backUp(db, toPath),
    journal: {
      send: sender.send,
      refused: sender.refused,
      get: async (runId) => sender.find(runId),
      list: async (filter) => reader.ids(filter).flatMap((id) => sender.find(id) ?? []),
      history: async (runId) => log.of(runId),
      note: async (runId, key, text) => notes.put(runId, key, text),
      noted: async (runId, key) => notes.find(runId, key),
      timings: async (migration) => projections.timings.of(migration),
      onChange: sender.onChange,
      start: async () => undefined,
      async stop() {
        sender.flush()
        mailroom.flush()
        db.close()
      },
    },
  }
}
