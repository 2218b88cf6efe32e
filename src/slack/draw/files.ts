import type { Evidence, Table } from '../../model/check.ts'
import { csvLine } from '../../model/csv.ts'
import type { Letter } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'
import type { Runs } from '../../model/subcommand.ts'
import { inMode } from '../views/index.ts'
import type { Change } from './change.ts'
import { cardKey, fileKey } from './keys.ts'

/** Longer tables are shortened on cards, so they come along in full. */
const SHOWN_ROWS = 20
/** The failure card shows the last lines itself. */
const SHOWN_LINES = 20
const FILE_CHARACTERS = 900_000

/** Files with the tables that a card cannot show in full, for the run's thread. */
export function tableFiles({ event, after }: Change): readonly Letter[] {
  const evidence: readonly Evidence[] = 'evidence' in event ? event.evidence : []
  return evidence.flatMap(({ check, title, table }, index) => {
    if (!table || table.rows.length <= SHOWN_ROWS + 1) return []
    const name = `${check}-${event.seq}-${index}.csv`
    const text = `${title}: all ${table.rows.length - 1} rows`
    return [fileLetter(after, fileKey(after.id, event.seq, String(index)), { name, text: csv(table) }, text)]
  })
}

/** The log of a step that ended badly, when it is longer than what its card shows. */
export async function logFile({ event, after }: Change, runs: Runs): Promise<Letter | undefined> {
  if (event.type !== 'step-failed' && event.type !== 'step-uncertain') return undefined
  const log = await runs.logOf(after, event.step)
  if (log.split('\n').length <= SHOWN_LINES) return undefined
  const file = { name: `${event.step}-${event.attempt}-${event.seq}.log`, text: log.slice(-FILE_CHARACTERS) }
  return fileLetter(
    after,
    fileKey(after.id, event.seq, 'log'),
    file,
    `The log of ${event.step}, attempt ${event.attempt}`,
  )
}

/** The file's name is unique in the thread, so that an upload whose answer was lost is recognised there. */
function fileLetter(run: Run, key: string, file: NonNullable<Letter['file']>, text: string): Letter {
  return { key, channel: run.channel, threadKey: cardKey(run.id), ...inMode(run, { text, blocks: [] }), file }
}

function csv({ rows }: Table): string {
  return rows.map(csvLine).join('')
}
