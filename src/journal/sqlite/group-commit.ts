import type { Database } from 'better-sqlite3'

/** Writes that wait for each other: those of one turn of the event loop share a transaction, so one wait for the disk. */
export interface GroupCommit {
  /** Resolves once the write is durable. Rejects with what it threw, and then nothing of it is kept; the others stand. */
  add<Result>(write: () => Result): Promise<Result>
  /** Commits everything that waits, now. */
  flush(): void
}

/** `mostAtOnce` bounds how long one transaction keeps the process; `onLost` hears that writes were taken back after they were made. */
export interface GroupOptions {
  readonly mostAtOnce: number
  readonly onLost?: () => void
  /** Hears that writes are on the disk, before anybody else does. */
  readonly onKept?: () => void
}

interface Waiting {
  /** Makes the write as the only one of its transaction. Throws what it throws. */
  readonly only: () => void
  /** Makes the write so that it can be taken back while the others of its transaction stay. */
  readonly oneOfMany: () => void
  /** Whether the write itself threw, and so left nothing behind anywhere. */
  readonly hasThrown: () => boolean
  readonly settle: () => void
  readonly fail: (cause: unknown) => void
}

/** Groups the writes of a database. They are carried out in the order in which they came. */
export function createGroupCommit(db: Database, { mostAtOnce, onLost, onKept }: GroupOptions): GroupCommit {
  const waiting: Waiting[] = []
  // A savepoint copies every page that is touched, which is only worth it when there are others to save.
  const together = db.transaction((group: readonly Waiting[]) => {
    if (group.length === 1) group[0]?.only()
    else for (const { oneOfMany } of group) oneOfMany()
  })

  function commit(): void {
    const group = waiting.splice(0, mostAtOnce)
    if (waiting.length > 0) setImmediate(commit)
    if (group.length === 0) return
    try {
      together.immediate(group)
    } catch (cause) {
      if (!group.every(({ hasThrown }) => hasThrown())) onLost?.()
      for (const { fail } of group) fail(cause)
      return
    }
    onKept?.()
    for (const { settle } of group) settle()
  }

  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        waiting.push(waitingFor(db, write, resolve, reject))
        if (waiting.length === 1) setImmediate(commit)
      }),
    flush() {
      while (waiting.length > 0) commit()
    },
  }
}

/** A write that throws is taken back alone, unless SQLite has given up the transaction with it, as on a full disk. */
function waitingFor<Result>(
  db: Database,
  write: () => Result,
  resolve: (result: Result) => void,
  fail: (cause: unknown) => void,
): Waiting {
  let hasThrown = false
  let settle = () => fail(new Error('a write was settled before it was made'))
  const make = (making: () => Result): void => {
    try {
      const result = making()
      settle = () => resolve(result)
    } catch (cause) {
      hasThrown = true
      settle = () => fail(cause)
      throw cause
    }
  }
  return {
    fail,
    hasThrown: () => hasThrown,
    settle: () => settle(),
    only: () => make(write),
    oneOfMany() {
      try {
        make(db.transaction(write))
      } catch (cause) {
        if (!db.inTransaction) throw cause
      }
    },
  }
}
