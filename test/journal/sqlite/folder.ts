import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A test body with a path for a database in a folder of its own, removed afterwards whatever happened. */
export function withPath(body: (path: string) => Promise<void> | void): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-journal-'))
    try {
      await body(join(folder, 'drover.db'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

/** The instant at which nothing else is said. */
export const now = () => new Date('2026-11-02T09:00:00.000Z')
