import { rowHashes } from '../checks/row-hashes.ts'
import { check, outputOf, remote, undoWith } from '../model/make-step.ts'
import { sh } from '../model/shell.ts'
import type { Step } from '../model/step.ts'
import { copyFile } from './copy-file.ts'
import { copySequences } from './copy-schema.ts'
import { fillMatviews } from './fill-matviews.ts'
import { holdSnapshot, releaseSnapshot } from './hold-snapshot.ts'
import { AS_STORED, login, passFile, psql, usePassFile } from './login.ts'
import { type Moved, makeDatabase, type PostgresMove, provePostgres } from './move-postgres.ts'

const LONG = { timeout: '2d', pitfalls: 'postgres' }

/**
 * Moves a database the way the runbook does by hand: dump to a tar, gzip, copy, gunzip, restore. Needs room for the dump
 * on both sides. Counts and dump share one snapshot; the restore is one transaction. What pg_dump takes for the server's,
 * the database's own settings and grants, is read from the source after the restore.
 */
export function dumpPostgres(move: PostgresMove, workDir: string): Moved {
  const { source, target } = move
  const tar = `${workDir}/${target.database}.tar`
  const packed = `${tar}.gz`
  const hold = holdSnapshot(source)
  const { proof, streams } = move
  const snapshot = outputOf(hold, 'snapshot')
  const baseline = check('baseline', rowHashes({ on: source, target, snapshot, proof, streams }))
  const onSource = {
    on: source.host,
    repeatable: true,
    ...LONG,
    undo: undoWith(source.host, sh`rm -f -- ${tar} ${packed}`),
    pausable: true,
    disks: [{ on: source.host, path: workDir }],
  }
  const onTarget = {
    ...{ on: target.host, repeatable: true, ...LONG, pausable: true },
    disks: [{ on: target.host, path: workDir }, { dataFolderOf: target }],
  }
  const fingerprint = remote('fingerprint', {
    ...onSource,
    title: 'Take the size and SHA-256 of the archive',
    run: sh`gzip -t ${packed}
printf 'bytes=%s\nsha256=%s\n' "$(stat -c %s ${packed})" "$(sha256sum < ${packed} | cut -d' ' -f1)" > "$DROVER_OUT"`,
  })
  const steps: readonly Step[] = [
    hold,
    baseline,
    remote('dump', {
      ...onSource,
      title: 'Dump the database to a tar',
      run: sh`${usePassFile}umask 077
mkdir -p ${workDir}
rm -f -- ${tar} ${packed}
${AS_STORED}pg_dump -w ${login(source)} -d ${source.database} -F tar --no-subscriptions --exclude-schema=drover --snapshot=${outputOf(hold, 'snapshot')} -f ${tar}
test -s ${tar}`,
      files: passFile(source),
    }),
    releaseSnapshot(source),
    remote('compress', {
      ...onSource,
      title: 'Compress the dump',
      run: sh`if [ -f ${tar} ]; then rm -f -- ${packed}; gzip ${tar}; fi`,
    }),
    fingerprint,
    remote('transfer', {
      title: 'Copy the archive to the target',
      act: copyFile({
        source: source.host,
        target: target.host,
        path: packed,
        bytes: outputOf(fingerprint, 'bytes'),
        sha256: outputOf(fingerprint, 'sha256'),
        direct: false,
        ...(move.limit && { limit: move.limit }),
      }),
      undo: undoWith(target.host, sh`rm -f -- ${packed} ${`${packed}.part`}`),
      repeatable: true,
      ...LONG,
      disks: [{ on: target.host, path: workDir }],
    }),
    makeDatabase(move),
    remote('decompress', {
      ...onTarget,
      title: 'Unpack the archive',
      undo: undoWith(target.host, sh`rm -f -- ${tar}`),
      run: sh`gunzip -k -f ${packed}`,
    }),
    remote('restore', {
      ...onTarget,
      title: 'Restore the archive',
      undo: 'nothing',
      run: sh`${usePassFile}pg_restore -l ${tar} | grep -v 'MATERIALIZED VIEW DATA' > wanted
pg_restore -w ${login(target)} -d ${target.database} --exit-on-error --single-transaction --no-tablespaces -L wanted ${tar}
${psql(target)} -c analyze`,
      files: passFile(target),
    }),
    remote('set-sequences', {
      title: 'Set the sequences, and what was set and granted on the database',
      act: copySequences({ source, target, direct: false }),
      undo: 'nothing',
      repeatable: true,
      ...LONG,
    }),
    fillMatviews(target, sh`${move.matviews}`, move.streams),
  ]
  return { steps, ...provePostgres(move, baseline), after: [] }
}

/** Removes the archives on both sides. What they hold is still in both databases. */
export function removeArchives(
  { source, target }: Pick<PostgresMove, 'source' | 'target'>,
  workDir: string,
): readonly Step[] {
  const files = [`${workDir}/${target.database}.tar`, `${workDir}/${target.database}.tar.gz`] as const
  return [source.host, target.host].map((on, index) =>
    remote(`remove-archive-${index === 0 ? 'source' : 'target'}`, {
      title: `Remove the archive on ${on}`,
      on,
      run: sh`rm -f -- ${files[0]} ${files[1]}`,
      undo: 'nothing',
      repeatable: true,
      timeout: '10m',
    }),
  )
}
