import { check, copyFile, defineMigration, remote, z } from '../../../src/kit.ts'
import { laneReady } from '../../bot/lane-ready.ts'

/** A file on its way, and how fast. */
export interface FileMove {
  readonly source: string
  readonly target: string
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly limit: number
}

/** Copies one file from host to host. */
export function fileMigration(move: FileMove) {
  const act = copyFile({ ...move, direct: false })
  return defineMigration({
    name: 'faults-file',
    summary: 'Copy a file',
    params: z.strictObject({}),
    roles: [],
    checks: [laneReady.registered],
    actions: [copyFile.registered],
    steps: () => [
      check('ready', laneReady({ lane: 'one' })),
      remote('copy', { title: 'Copy the file', act, undo: 'none', repeatable: true, timeout: '10m' }),
    ],
  })
}
