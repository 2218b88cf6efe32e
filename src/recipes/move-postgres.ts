import { sameStructure } from '../checks/database-structure.ts'
import { rowCounts, sameRowCounts } from '../checks/row-counts.ts'
import { check, outputOf, remote, stopJob, undoWith } from '../model/make-step.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type OutputRef, type Shell, sh } from '../model/shell.ts'
import type { Step } from '../model/step.ts'
import { copySchema } from './copy-schema.ts'
import { copyTables } from './copy-tables.ts'
import { createDatabase, dropMarkedDatabase } from './ledger.ts'
import { passFile, psql, usePassFile } from './login.ts'

/** What a move of a Postgres database needs to know. */
export interface PostgresMove {
  readonly source: DatabaseRef
  readonly target: DatabaseRef
  /** Who owns the new database. */
  readonly owner: string
  readonly direct: boolean
  /** Pieces of tables on their way at the same time. */
  readonly streams: number
  /** Outputs of the inventory step: the source's encoding, and its filled materialized views. */
  readonly encoding: OutputRef
  readonly matviews: OutputRef
}

const TIMEOUT = { timeout: '2d', pitfalls: 'postgres' }

/** An empty database on the target, marked as this run's; its undo drops it only with the mark still there. */
export function makeDatabase({ target, owner, encoding }: Pick<PostgresMove, 'target' | 'owner' | 'encoding'>): Step {
  const files = passFile(target)
  return remote('create-database', {
    title: `Create ${target.database} on ${target.host}`,
    on: target.host,
    run: sh`${usePassFile}${createDatabase(target, owner, encoding, MARK)}`,
    files,
    undo: undoWith(target.host, sh`${usePassFile}${dropMarkedDatabase(target, MARK)}`, files),
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}

/** The job's own folder name begins with the run's id; the shell cuts it out. */
const MARK: Shell = sh`"drover $(basename "$DROVER_JOB" | cut -d- -f1)"`

/** A session on the source that keeps one moment of the data readable for counts, schema and every copy. */
export function holdSnapshot(source: DatabaseRef): Step {
  const begin = `begin isolation level repeatable read read only; set idle_in_transaction_session_timeout = 0; select 'snapshot=' || pg_export_snapshot();`
  return remote('hold-snapshot', {
    title: `Hold one moment of ${source.database} on ${source.host}`,
    on: source.host,
    run: sh`${usePassFile}{ echo ${begin}; while sleep 2; do echo 'do $$ begin end $$;' || exit 0; done; } | ${psql(source)} > "$DROVER_OUT"`,
    files: passFile(source),
    background: true,
    undo: stopJob(source.host, 'hold-snapshot'),
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}

export function releaseSnapshot(source: DatabaseRef): Step {
  return remote('release-snapshot', {
    title: `Let go of the moment held on ${source.host}`,
    act: stopJob(source.host, 'hold-snapshot'),
    undo: 'nothing',
    repeatable: true,
    timeout: '5m',
  })
}

/**
 * Moves a database by streams, with nothing staged: one exported snapshot serves the counts, the schema and every piece
 * of every table, so that counts and data agree though the source goes on being written to.
 */
export function movePostgres(move: PostgresMove): {
  readonly steps: readonly Step[]
  readonly baseline: Step & { kind: 'check' }
} {
  const { source, target, direct, streams } = move
  const hold = holdSnapshot(source)
  const snapshot = outputOf(hold, 'snapshot')
  const baseline = check('baseline', rowCounts({ on: source, snapshot }))
  const schema = (section: 'pre-data' | 'post-data' | 'sequences') =>
    copySchema({ source, target, snapshot, section, direct })
  const bring = (id: string, title: string, act: ReturnType<typeof schema>) =>
    remote(id, { title, act, undo: 'nothing', repeatable: true, ...TIMEOUT })
  const steps = [
    makeDatabase(move),
    hold,
    baseline,
    bring('copy-schema', 'Copy the schema', schema('pre-data')),
    bring('copy-tables', 'Copy the rows', copyTables({ source, target, snapshot, direct, streams })),
    bring('build-indexes', 'Build indexes and constraints', schema('post-data')),
    bring('set-sequences', 'Set the sequences', schema('sequences')),
    releaseSnapshot(source),
    ...finishDatabase(move),
  ]
  return { steps, baseline }
}

/** Statistics and materialized views, after which the database answers as the source does. */
export function finishDatabase({ target, matviews }: Pick<PostgresMove, 'target' | 'matviews'>): readonly Step[] {
  const ways = { on: target.host, files: passFile(target), undo: 'nothing' as const, repeatable: true, ...TIMEOUT }
  return [
    remote('analyze', { ...ways, title: 'Gather statistics', run: sh`${usePassFile}${psql(target)} -c 'analyze'` }),
    remote('refresh-matviews', {
      ...ways,
      title: 'Fill the materialized views',
      run: sh`${usePassFile}${refreshUntilFilled(target, matviews)}`,
    }),
  ]
}

/** Views may rest on views: rounds go on as long as one more gets filled. */
function refreshUntilFilled(target: DatabaseRef, matviews: OutputRef): Shell {
  const empty = `select format('%I.%I', schemaname, matviewname) from pg_matviews where not ispopulated order by 1`
  return sh`wanted=${matviews}
list() { for v in $(${psql(target)} -c ${empty}); do case " $wanted " in *" $v "*) echo "$v";; esac; done; }
left=$(list)
while [ -n "$left" ]; do
  for v in $left; do ${psql(target)} -c 'set search_path = public' -c "refresh materialized view $v" || echo "$v was not filled in this round"; done
  now=$(list)
  if [ "$now" = "$left" ]; then echo "these stay empty: $now" >&2; exit 1; fi
  left=$now
done
`
}

/** Proofs on the target: the same rows by count, the same everything else by definition. */
export function provePostgres(
  { source, target }: Pick<PostgresMove, 'source' | 'target'>,
  baseline: { readonly id: string },
): readonly [Step & { kind: 'check' }, Step & { kind: 'check' }] {
  return [
    check('verification', sameRowCounts({ on: target, expected: outputOf(baseline, 'counts') })),
    check('structure', sameStructure({ source, target })),
  ]
}

/** Takes the copy's own marks out of the new database. */
export function dropLedger(target: DatabaseRef): Step {
  return remote('drop-ledger', {
    title: 'Remove the marks of the copy',
    on: target.host,
    run: sh`${usePassFile}${psql(target)} -c 'drop schema if exists drover cascade'`,
    files: passFile(target),
    undo: 'nothing',
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}
