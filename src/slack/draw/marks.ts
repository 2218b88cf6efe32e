import type { Mailroom } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'

/** Which runs are drawn in full, for the next process, which need not look at those again. */
export interface Marks {
  begin(runId: string): void
  /** A drawing is through. One that fails never is, so its run is looked at again. */
  end(run: Pick<Run, 'id' | 'seq'>): void
  /** Writes down what is through since the last time; best in a transaction that writes anyway. */
  write(): void
}

/** Marks that are written late: when one is lost in a crash, a run is looked at once more than needed. */
export function createMarks(mailroom: Pick<Mailroom, 'drawn'>): Marks {
  const underway = new Map<string, number>()
  const through = new Map<string, number>()
  return {
    begin: (runId) => void underway.set(runId, (underway.get(runId) ?? 0) + 1),
    end({ id, seq }) {
      const left = (underway.get(id) ?? 1) - 1
      underway.set(id, left)
      if (left > 0) return
      underway.delete(id)
      through.set(id, seq)
    },
    write() {
      for (const [id, seq] of through) mailroom.drawn(id, seq)
      through.clear()
    },
  }
}
