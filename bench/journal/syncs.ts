import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** SQLite begins its log anew after about this many bytes, so a warm one is written over and does not grow. */
const FILE_BYTES = 4 * 1024 * 1024

/** Raw syncs of one size. */
export interface Syncs {
  /** Milliseconds of each write and sync. */
  time(count: number): readonly number[]
  close(): void
}

/** A file that has its size already, written over from the beginning when its end is reached. */
export function createSyncs(dir: string, sizeBytes: number): Syncs {
  const file = openSync(join(dir, 'raw'), 'w', 0o600)
  const bytes = Buffer.alloc(sizeBytes, 'drover')
  writeSync(file, Buffer.alloc(Math.max(FILE_BYTES, sizeBytes)), 0)
  fdatasyncSync(file)
  const places = Math.max(1, Math.floor(FILE_BYTES / sizeBytes))
  const once = (place: number): number => {
    const startedMs = performance.now()
    writeSync(file, bytes, 0, sizeBytes, place * sizeBytes)
    fdatasyncSync(file)
    return performance.now() - startedMs
  }
  return {
    time: (count) => Array.from({ length: count }, (_, index) => once(index % places)),
    close: () => closeSync(file),
  }
}
