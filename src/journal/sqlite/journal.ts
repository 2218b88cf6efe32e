import type { Database } from 'better-sqlite3'
import type { ChainRow } from '../../model/audit-text.ts'
import type { Journal } from '../../model/journal.ts'
import type { Mailroom } from '../../model/mailroom.ts'
import type { ChainState } from '../../model/records.ts'
import type { StepUps } from '../../model/step-ups.ts'
import { refuse } from '../../model/user-error.ts'
import { backedUpAtMs, backUp } from './backup.ts'
import { createEventLog } from './event-log.ts'
import { createMailroom } from './mailroom.ts'
import { createNotes } from './notes.ts'
import { openDatabase } from './open.ts'
import { createProjections } from './projections.ts'
import { isUpToDate, rebuild } from './rebuild.ts'
import { refuseToOpen, restoreWords } from './refuse-to-open.ts'
import { createRunsReader } from './runs-reader.ts'
import { createSender } from './send.ts'
import { createStepUps } from './step-ups.ts'
import { type Verification, verify, verifyAside } from './verify.ts'
import { createWitness, type Witness } from './witness.ts'

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
  /** The same, for whoever is about to act by it: throws a UserError with what to do when the history is not as it was written. */
  prove(): void
  /** The same for what the active runs are made of: from the first event of the oldest of them on. */
  proveActive(): void
  /** Proves the chain in pieces, while the journal is used. */
  chain(): Promise<ChainState>
  /** Rows of the chain after a place in it, oldest first; of one run when one is named. */
  page(after: number, limit: number, run?: string): readonly ChainRow[]
  /** Copies the database while it is in use; the copy appears whole or not at all. */
  backup(toPath: string): Promise<void>
  /** When that was last done, in milliseconds; undefined when it never was. */
  backedUpAtMs(): number | undefined
  /** How many events there are. */
  events(): number
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
  const witness = openWitness(db, path)
  const onKept = () => witness.note(log.head())
  const sender = createSender({ db, log, projections, reader, now, onKept, redact })

  function rebuildAll(): void {
    rebuild(db, log, projections, reader)
    sender.forget()
  }

  function demandWhole(proof: Verification): void {
    if (!proof.ok) refuse('history-broken', `${proof.sentence} ${restoreWords(path)}`)
  }

  try {
    log.refuseUnknown()
    if (!isUpToDate(db)) rebuildAll()
    onKept()
  } catch (cause) {
    witness.close()
    db.close()
    throw cause
  }

  return {
    mailroom,
    stepUps: createStepUps(db),
    rebuild: rebuildAll,
    head: () => log.head().head,
    verify: () => verify(log),
    prove: () => demandWhole(verify(log)),
    proveActive: () => demandWhole(verify(log, reader.beforeActive() ?? log.head().events)),
    chain: async () => {
      const { events, head } = log.head()
      const proof = await verifyAside(log)
      return proof.ok ? { events: proof.events, head: proof.head } : { events, head, problem: proof.sentence }
    },
    page: log.page,
    backup: (toPath) => backUp(db, toPath),
    backedUpAtMs: () => backedUpAtMs(db),
    events: () => log.head().events,
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
        witness.close()
      },
    },
  }
}

function openWitness(db: Database, path: string): Witness {
  try {
    return createWitness(path)
  } catch (cause) {
    db.close()
    return refuseToOpen(path, cause)
  }
}
