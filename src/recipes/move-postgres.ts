import { sameStructure } from '../checks/database-structure.ts'
import { rowHashes } from '../checks/row-hashes.ts'
import type { Proof } from '../checks/row-hashes-table.ts'
import { check, outputOf, remote, undoWith } from '../model/make-step.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type OutputRef, type Shell, sh } from '../model/shell.ts'
import type { ActionAct, CheckStep, Step } from '../model/step.ts'
import { buildIndexes } from './build-indexes.ts'
import { copySchema, copySequences } from './copy-schema.ts'
import { copyTables } from './copy-tables.ts'
import { fillMatviews } from './fill-matviews.ts'
import { holdSnapshot, releaseSnapshot } from './hold-snapshot.ts'
import { createDatabase, dropMarkedDatabase } from './ledger.ts'
import { passFile, psql, usePassFile } from './login.ts'
import { MATVIEWS_WANTED_SQL } from './matview-list.ts'
import { runInOrder, useBuild } from './run-entries.ts'
import { sameRows } from './same-rows.ts'

/** What a move of a Postgres database needs to know. */
export interface PostgresMove {
  readonly source: DatabaseRef
  readonly target: DatabaseRef
  /** Who owns the new database. */
  readonly owner: string
  readonly direct: boolean
  /** Pieces of tables on their way at the same time. */
  readonly streams: number
  readonly compression: 'none' | 'zstd'
  /** Most bytes a second, all streams together. */
  readonly limit?: number | undefined
  /** How sure the proof of equal rows is. */
  readonly proof: Proof
  /** Outputs of the inventory step, which also leaves `createOptions`; here the source's encoding, and its filled materialized views as a JSON list. */
  readonly encoding: OutputRef
  readonly matviews: OutputRef
}

/** A move as steps: what moves, the two proofs, and what may be let go of once they are done. */
export interface Moved {
  readonly steps: readonly Step[]
  readonly verification: CheckStep
  readonly structure: CheckStep
  readonly after: readonly Step[]
}

/** An empty database on the target, marked as this run's; its undo drops it only with the mark still there. */
export function makeDatabase({ target, owner, encoding }: Pick<PostgresMove, 'target' | 'owner' | 'encoding'>): Step {
  const files = passFile(target)
  const options = { output: { step: encoding.output.step, key: 'createOptions' } }
  return remote('create-database', {
    title: `Create ${target.database} on ${target.host}`,
    on: target.host,
    run: sh`${usePassFile}${createDatabase(target, owner, options, MARK)}`,
    files,
    undo: undoWith(target.host, sh`${usePassFile}${dropMarkedDatabase(target, MARK)}`, files),
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}

/** The job's own folder name begins with the run's id; the shell cuts it out. */
const MARK: Shell = sh`"drover $(basename "$DROVER_JOB" | cut -d- -f1)"`

/**
 * Moves a database by streams, with nothing staged: one exported snapshot serves the counts, the schema and every piece
 * of every table, so that counts and data agree though the source goes on being written to.
 */
export function movePostgres(move: PostgresMove): Moved {
  const { source, target, direct, streams, compression, limit, proof } = move
  const hold = holdSnapshot(source)
  const snapshot = outputOf(hold, 'snapshot')
  const baseline = check('baseline', rowHashes({ on: source, target, snapshot, proof, streams }))
  const rows = outputOf(baseline, 'total')
  const bring = (id: string, title: string, act: ActionAct) =>
    remote(id, {
      title,
      act,
      undo: 'nothing',
      repeatable: true,
      timeout: '2d',
      pitfalls: 'postgres',
      disks: [{ dataFolderOf: target }],
    })
  const steps = [
    makeDatabase(move),
    hold,
    baseline,
    bring('copy-schema', 'Copy the schema', copySchema({ source, target, snapshot, direct })),
    bring(
      'copy-tables',
      'Copy the rows',
      copyTables({ source, target, snapshot, rows, direct, streams, compression, ...(limit && { limit }) }),
    ),
    bring('set-sequences', 'Set the sequences', copySequences({ source, target, direct })),
    buildIndexes(target, streams),
    fillMatviews(
      target,
      sh`$(${psql(target)} -c ${MATVIEWS_WANTED_SQL})`,
      streams,
      sh`${useBuild}${runInOrder(target, ['last'])}`,
    ),
  ]
  return { steps, ...provePostgres(move, baseline, snapshot), after: [releaseSnapshot(source)] }
}

/**
 * Proofs on the target: the same rows, the same everything else by definition. While the moment that was hashed is held,
 * rows that differ can be named, and what somebody changed on the source since is told apart. `sequences` says where those
 * of the source stood before the target's were set.
 */
export function provePostgres(
  { source, target, proof, streams }: Pick<PostgresMove, 'source' | 'target' | 'proof' | 'streams'>,
  baseline: { readonly id: string },
  snapshot?: OutputRef,
  sequences = outputOf(baseline, 'sequences'),
): Pick<Moved, 'verification' | 'structure'> {
  const expected = outputOf(baseline, 'hashes')
  const held = snapshot && { snapshot }
  return {
    verification: check('verification', sameRows({ on: target, source, expected, proof, streams, ...held })),
    structure: check('structure', sameStructure({ source, target, from: sequences, ...held })),
  }
}

/** What the copy leaves behind goes without the database's event triggers hearing of it. Only a superuser can have made one. */
const QUIETLY = `select set_config('session_replication_role', 'replica', false) from pg_roles where rolname = current_user and rolsuper`

/** Takes the copy's own marks out of the new database. */
export function dropLedger(target: DatabaseRef): Step {
  return remote('drop-ledger', {
    title: 'Remove the marks of the copy',
    on: target.host,
    run: sh`${usePassFile}${psql(target)} -c ${QUIETLY} -c 'drop schema if exists drover cascade' > /dev/null`,
    files: passFile(target),
    undo: 'nothing',
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}
