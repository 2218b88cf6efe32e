import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openJournalFile } from '../journal-file.ts'
import type { Mortal } from '../mortal.ts'

const PATIENCE_MS = 120_000
const LOOK_MS = 500

/** Waits until a bot has sent every letter, or for long. A journal has one owner, so its backups are looked at, in a folder. */
export async function lettersSent(bot: Mortal, dir: string): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  for (let copy = 1; performance.now() < endMs; copy++) {
    const path = join(dir, `copy-${copy}.sqlite`)
    bot.tell({ do: 'back-up', toPath: path })
    while (!(await isThere(path)) && performance.now() < endMs) await wait(LOOK_MS)
    if ((await isThere(path)) && lettersDue(path) === 0) return
    await wait(LOOK_MS)
  }
}

function lettersDue(path: string): number {
  const file = openJournalFile(path)
  try {
    return file.lettersDue()
  } finally {
    file.close()
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
