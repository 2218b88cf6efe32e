import { remote } from '../model/make-step.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { sh } from '../model/shell.ts'
import type { Step } from '../model/step.ts'
import { passFile, psql, usePassFile } from './login.ts'
import { LIST_BESIDE, runBeside, runInOrder, useBuild } from './run-entries.ts'
import { tellProgress, useMemory } from './side-by-side.ts'

/**
 * Builds what pg_dump keeps for after the rows, then gathers statistics. Indexes are built side by side; whatever failed
 * there, such as two that want the same lock, gets its second try in the one after the other that does all the rest.
 */
export function buildIndexes(target: DatabaseRef, streams: number): Step {
  return remote('build-indexes', {
    title: 'Build indexes and constraints, gather statistics',
    on: target.host,
    run: sh`${usePassFile}${useMemory(streams)}${useBuild}${psql(target)} -c ${`select ${literalProgress('total')} from drover.entries`} -c ${`select 'unit=indexes and constraints'`} -c ${LIST_BESIDE[0]} -c ${LIST_BESIDE[1]} >> "$DROVER_OUT"
${tellProgress(sh`${psql(target)} -c ${`select ${literalProgress('done')} from drover.ledger where id like 'entry %'`}`)}
${runBeside(target, streams)}${runInOrder(target, ['beside', 'in-order'], 'analyze;')}`,
    files: passFile(target),
    undo: 'nothing',
    repeatable: true,
    timeout: '2d',
    pitfalls: 'postgres',
    disks: [{ dataFolderOf: target }],
  })
}

function literalProgress(key: string): string {
  return `'${key}=' || count(*)`
}
