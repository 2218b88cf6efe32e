import { clusterVacant } from '../checks/cluster-vacant.ts'
import { rowHashes } from '../checks/row-hashes.ts'
import { check, outputOf, remote, undoWith } from '../model/make-step.ts'
import type { Step } from '../model/step.ts'
import { releaseSnapshot } from './hold-snapshot.ts'
import { type Moved, type PostgresMove, provePostgres } from './move-postgres.ts'
import { baseCopy, removeCopy } from './physical/base-copy.ts'
import { catchUp } from './physical/catch-up.ts'
import { cutSource } from './physical/cut.ts'
import { keepWal, releaseWal } from './physical/keep-wal.ts'
import { removeAside, swapIn } from './physical/swap.ts'

/** What a physical move needs to know. */
export interface PhysicalMove extends Pick<PostgresMove, 'source' | 'target' | 'limit' | 'proof' | 'streams'> {
  /** The step of the check physicalReady: its outputs say where the target's server lives. */
  readonly ready: { readonly id: string }
}

const LONG = { timeout: '2d', pitfalls: 'postgres' }

/**
 * Moves a whole cluster by its files. The copy is made, brought to one marked moment of the source and finished in a
 * folder beside the target's data folder, whose server goes on until the swap at the end. The source is written to all
 * the while, but for the milliseconds in which the moment is marked. Counts are taken under a snapshot of that moment,
 * so they agree exactly with the copy.
 */
export function physicalPostgres({ source, target, ready, limit, proof, streams }: PhysicalMove): Moved {
  const home = homeOf(ready)
  const cut = cutSource(source)
  const snapshot = outputOf(cut, 'snapshot')
  const baseline = check('baseline', rowHashes({ on: source, target, snapshot, proof, streams }))
  const steps = [
    keepWal(source, outputOf(ready, 'walLimitBytes')),
    remote('base-copy', {
      title: `Copy the files of ${source.host}`,
      act: baseCopy({
        source,
        target: target.host,
        ...home,
        compress: outputOf(ready, 'compress'),
        bytes: outputOf(ready, 'bytes'),
        ...(limit !== undefined && { bytesPerSecond: limit }),
      }),
      undo: undoWith(target.host, removeCopy(home)),
      repeatable: true,
      ...LONG,
      disks: [{ dataFolderOf: target }],
    }),
    cut,
    remote('catch-up', {
      title: 'Bring the copy to the marked moment',
      act: catchUp({
        source,
        target,
        ...home,
        superuser: outputOf(ready, 'superuser'),
        place: outputOf(cut, 'place'),
      }),
      undo: 'nothing',
      repeatable: true,
      ...LONG,
    }),
    releaseWal(source),
    baseline,
    check('target-still-vacant', clusterVacant({ on: target })),
    swapIn(target.host, home, { unit: outputOf(ready, 'unit'), ownFiles: outputOf(ready, 'ownFiles') }),
  ]
  const sequences = outputOf(cut, 'sequences')
  const proofs = provePostgres({ source, target, proof, streams }, baseline, snapshot, sequences)
  return { steps, ...proofs, after: [releaseSnapshot(source)] }
}

/**
 * Removes the target's old data folder and the marks of the move. It held nothing of anybody, but the swap cannot be
 * undone any more: for the clean-up, after the point of no return.
 */
export function removeSetAside({ target, ready }: Pick<PhysicalMove, 'target' | 'ready'>): Step {
  return remote('remove-set-aside', {
    title: `Remove the empty data folder set aside on ${target.host}`,
    on: target.host,
    run: removeAside(homeOf(ready)),
    undo: 'nothing',
    repeatable: true,
    timeout: '2h',
  })
}

function homeOf(ready: { readonly id: string }) {
  return { folder: outputOf(ready, 'folder'), bin: outputOf(ready, 'bin'), owner: outputOf(ready, 'owner') }
}
