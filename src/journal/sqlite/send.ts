import type { Database } from 'better-sqlite3'
import type { Command } from '../../model/command.ts'
import { type Caused, decide } from '../../model/decide.ts'
import type { RunEvent } from '../../model/event.ts'
import type { Sent } from '../../model/journal.ts'
import { withMaskedWords } from '../../model/masked-words.ts'
import { isRepeated, refusalOf } from '../../model/refusal.ts'
import { hasEnded, type Run } from '../../model/run.ts'
import { UserError } from '../../model/user-error.ts'
import type { EventLog } from './event-log.ts'
import { fold } from './fold.ts'
import { isFull, refuseFull } from './full.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Projections } from './projections.ts'
import type { RunsReader } from './runs-reader.ts'

/** What sending needs. */
export interface SenderParts {
  readonly db: Database
  readonly log: EventLog
  readonly projections: Projections
  readonly reader: RunsReader
  readonly now: () => Date
  /** Hears after each transaction that what was written is on the disk. */
  readonly onKept?: () => void
  /** Masks secrets in what people write, and in a refusal, which may repeat it. Left out: nothing is known to mask. */
  readonly redact?: ((text: string) => string) | undefined
}

/** Commands in, events out: each whole or not at all, and those of one turn of the event loop in one transaction. */
export interface Sender {
  send(runId: string, command: Command): Promise<Sent>
  /** Writes down what a person was refused, unless just that was said right before. */
  refused(runId: string, command: Command, why: UserError): Promise<void>
  find(runId: string): Run | undefined
  onChange(listener: (sent: Sent) => void): void
  /** Drops the runs kept in memory, after their rows were made anew. */
  forget(): void
  /** Carries out what waits, now. */
  flush(): void
}

/** A command takes about half a millisecond, and answers to people should not wait behind many of them. */
const MOST_AT_ONCE = 8

/** Active runs are kept in memory as their last transaction left them; this process is the only writer. */
export function createSender({ db, log, projections, reader, now, onKept, redact = asItIs }: SenderParts): Sender {
  const active = new Map<string, Run>()
  const listeners: ((sent: Sent) => void)[] = []
  const group = createGroupCommit(db, {
    mostAtOnce: MOST_AT_ONCE,
    onLost: () => active.clear(),
    ...(onKept && { onKept }),
  })

  function remember(run: Run): void {
    if (hasEnded(run)) active.delete(run.id)
    else active.set(run.id, run)
  }

  function find(runId: string): Run | undefined {
    const known = active.get(runId)
    if (known) return known
    const run = reader.find(runId)
    if (run) remember(run)
    return run
  }

  function append(id: string, run: Run | undefined, { actor, events }: Caused, at: string): Sent | undefined {
    let current = run
    const appended: RunEvent[] = []
    for (const body of events) {
      const stored = log.append(id, { ...body, seq: (current?.seq ?? 0) + 1, at, actor, version: 1 })
      const next = fold(id, current, stored.event)
      projections.apply({ ...stored, before: current, run: next })
      appended.push(stored.event)
      current = next
    }
    if (!current) return undefined
    projections.save(current)
    return { run: current, events: appended }
  }

  function carryOut(runId: string, command: Command): Sent {
    const at = now().toISOString()
    const run = find(runId)
    const caused = decide(run, withMaskedWords(command, redact), at)
    if (run && caused.events.length === 0) return { run, events: [] }
    const sent = append(runId, run, caused, at)
    if (!sent) throw new UserError('empty-plan', 'The plan has no steps, so there is nothing to start.')
    remember(sent.run)
    return sent
  }

  /** A refusal is rolled back with all that came of it; that somebody asked is written down apart, and announced to nobody. */
  function writeDown(runId: string, command: Command, { code, message }: UserError): void {
    const at = now().toISOString()
    const run = find(runId)
    const refusal = refusalOf(command, { code, message: redact(message) })
    if (!run || !refusal) return
    const { actor, event } = refusal
    if (isRepeated(actor, event, log.newest(runId), at)) return
    const sent = append(runId, run, { actor, events: [event] }, at)
    if (sent) remember(sent.run)
  }

  async function noteRefusal(runId: string, command: Command, cause: unknown): Promise<void> {
    if (cause instanceof UserError) await group.add(() => writeDown(runId, command, cause)).catch(ignoreFull)
  }

  function announce(sent: Sent): void {
    if (sent.events.length === 0) return
    // A listener that throws has to be heard of, but the command did happen: its sender is not the one to tell.
    for (const listener of listeners) queueMicrotask(() => listener(sent))
  }

  return {
    find,
    onChange: (listener) => void listeners.push(listener),
    forget: () => active.clear(),
    flush: group.flush,
    refused: noteRefusal,
    async send(runId, command) {
      const sent = await group
        .add(() => carryOut(runId, command))
        .catch(async (cause) => {
          await noteRefusal(runId, command, cause)
          return refuseFull(cause)
        })
      announce(sent)
      return sent
    },
  }
}

function asItIs(text: string): string {
  return text
}

/** The person is to hear why they were refused, also when there is no room left to write that down. */
function ignoreFull(cause: unknown): void {
  if (!isFull(cause)) throw cause
}
