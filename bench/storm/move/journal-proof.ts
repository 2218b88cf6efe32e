import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openJournalFile } from '../journal-file.ts'
import type { Told } from '../told.ts'

/** What a journal holds once its bot has ended, and what is wrong with it. */
export interface JournalProof {
  readonly told: readonly Told[]
  /** Letters that were written and never sent. */
  readonly lettersDue: number
  /** Why the chain of events does not hold, and which projections a rebuild makes otherwise. */
  readonly broken: readonly string[]
}

const PROJECTIONS = ['journal', 'plans', 'runs', 'locks', 'gates', 'decisions', 'attempts', 'timings']

/** Reads a journal, proves its chain, and compares its projections with those that a copy makes again from its events. */
export async function proveJournal(dataPath: string): Promise<JournalProof> {
  const path = join(dataPath, 'drover.sqlite')
  const lettersDue = looked(path, (file) => file.lettersDue())
  const other = await rebuiltOtherwise(path, join(dataPath, 'rebuilt'))
  const { journal, verify } = open(path)
  try {
    const proof = verify()
    const runs = await journal.list({})
    const told = await Promise.all(
      runs.map(async (run) => ({ run, events: (await journal.history(run.id)).map(({ event }) => event) })),
    )
    return { told, lettersDue, broken: [...(proof.ok ? [] : [proof.sentence]), ...other] }
  } finally {
    await journal.stop()
  }
}

async function rebuiltOtherwise(path: string, folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const copy = join(folder, 'drover.sqlite')
  await copyFile(path, copy)
  const sqlite = open(copy)
  sqlite.rebuild()
  await sqlite.journal.stop()
  const [kept, rebuilt] = [path, copy].map((file) => looked(file, ({ rowsOf }) => PROJECTIONS.map(rowsOf)))
  return PROJECTIONS.filter((_, index) => String(kept?.[index]) !== String(rebuilt?.[index])).map(
    (table) => `A rebuild makes other rows of ${table}.`,
  )
}

function open(path: string) {
  return createSqliteJournal({ path, now: () => new Date() })
}

function looked<Seen>(path: string, look: (file: ReturnType<typeof openJournalFile>) => Seen): Seen {
  const file = openJournalFile(path)
  try {
    return look(file)
  } finally {
    file.close()
  }
}
