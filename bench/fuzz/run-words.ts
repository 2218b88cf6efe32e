import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Injection } from './target.ts'

/** What a shell was told and what came of it. */
interface Ran {
  readonly stdout: Buffer
  /** Files that appeared in the folder it ran in, which is empty before and gone afterwards. */
  readonly files: readonly string[]
}

const LONGEST_MS = 120_000

/** Runs a script in a folder of its own, with nothing in its environment: what gets loose finds no program to call. */
export function runAlone(shell: string, script: string, words: readonly string[] = []): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'drover-fuzz-'))
  try {
    const { stdout, error } = spawnSync(`/bin/${shell}`, ['-c', script, 'drover', ...words], {
      cwd: folder,
      env: { PATH: '' },
      timeout: LONGEST_MS,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    if (error) throw error
    return { stdout, files: readdirSync(folder) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Throws an Injection unless the script printed exactly these words, each with a NUL behind it, and left nothing. */
export function assertWords(shell: string, script: string, words: readonly string[]): void {
  const { stdout, files } = runAlone(shell, script)
  if (files.length > 0) throw new Injection(`${shell} left ${JSON.stringify(files)}`)
  const wanted = Buffer.from(words.map((word) => `${word}\0`).join(''))
  if (!stdout.equals(wanted)) throw new Injection(`${shell} read ${JSON.stringify(stdout.toString().slice(0, 300))}`)
}
