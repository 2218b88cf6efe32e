import type { Database } from 'better-sqlite3'
import type { Decision, Gate, Run } from '../../model/run.ts'
import type { Change, Projection } from './change.ts'

interface DecisionRow extends Omit<Decision, 'reason'> {
  readonly run: string
  readonly step: string
  readonly revision: number
  readonly reason: string | null
}

/** Gates and the decisions on them; each person decides once on one revision. */
export function createGatesProjection(db: Database): Projection {
  const open = db.prepare<[string, string, number, string, string]>(
    'INSERT INTO gates (run, step, revision, digest, opened_at) VALUES (?, ?, ?, ?, ?)',
  )
  const close = db.prepare<[string, string, string, string, number]>(
    'UPDATE gates SET closed_at = ?, closed_by = ? WHERE run = ? AND step = ? AND revision = ?',
  )
  const decide = db.prepare<[DecisionRow]>(
    `INSERT INTO decisions (run, step, revision, person, role, verdict, reason, via, digest, at)
     VALUES (@run, @step, @revision, @person, @role, @verdict, @reason, @via, @digest, @at)`,
  )
  const withdraw = db.prepare<[string, string, number, string]>(
    'DELETE FROM decisions WHERE run = ? AND step = ? AND revision = ? AND person = ?',
  )

  return {
    tables: ['decisions', 'gates'],
    apply: ({ event, before, run }: Change) => {
      if (event.type === 'decided') {
        const { step, revision, decision } = event
        decide.run({ ...decision, run: run.id, step, revision, reason: decision.reason ?? null })
      }
      if (event.type === 'withdrawn') withdraw.run(run.id, event.step, event.revision, event.person)
      const closed = closedGate(before, run)
      if (closed) close.run(event.at, event.type, run.id, closed.step, closed.revision)
      if (event.type === 'gate-opened') open.run(run.id, event.step, event.revision, event.digest, event.at)
    },
  }
}

/** The gate that was open before and is not any more, whatever closed it. */
function closedGate(before: Run | undefined, run: Run): Gate | undefined {
  const gate = before?.gate
  return gate && run.gate?.revision !== gate.revision ? gate : undefined
}
