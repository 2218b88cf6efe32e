import type { Evidence } from '../../model/check.ts'
import { fixedWidth, section } from './block.ts'
import type { Block } from './card.ts'
import { clamp } from './clamp.ts'
import { bold, clampMarkup, icon, lines, long, type Md, md, when } from './mrkdwn.ts'
import { tableBlocks, tableText } from './table.ts'

const ICONS: Readonly<Record<Evidence['outcome'], string>> = {
  pass: 'white_check_mark',
  warn: 'warning',
  fail: 'x',
  error: 'grey_question',
  waiting: 'hourglass_flowing_sand',
}
const RANK: readonly Evidence['outcome'][] = ['error', 'fail', 'warn', 'waiting', 'pass']
const CHECKS_MAX = 12
const TEXT_TABLES_MAX = 2
const TITLE_MAX = 100
// Shares of the room in characters; what is left goes to captions and to lines that say how much is left out.
const CHECKS_SHARE = 0.4
const TABLE_SHARE = 0.35
const TEXT_TABLE_SHARE = 0.08

/** What was measured: a line for each check, the table that matters most as a table, the next ones as text. Worst first. */
export function evidenceBlocks(
  evidence: readonly Evidence[],
  run: string,
  room = 9000,
): readonly (Block | undefined)[] {
  const sorted = worstFirst(evidence)
  const [first, ...others] = sorted.filter((one) => rowsIn(one) > 0)
  const more = sorted.length > CHECKS_MAX ? md`and ${sorted.length - CHECKS_MAX} more checks` : undefined
  const said = lines(...sorted.slice(0, CHECKS_MAX).map(evidenceLine), more, measuredAt(evidence))
  const left = others.length - TEXT_TABLES_MAX
  return [
    section({ md: clampMarkup(said.md, room * CHECKS_SHARE) }),
    first && evidence.length > 1 ? caption(first) : undefined,
    ...(first?.table ? tableBlocks(first.table, room * TABLE_SHARE, `: /migrate evidence ${run}`) : []),
    ...others.slice(0, TEXT_TABLES_MAX).flatMap((one) => asText(one, room * TEXT_TABLE_SHARE)),
    left > 0 ? section(md`${left} more ${left === 1 ? 'table' : 'tables'}: /migrate evidence ${run}`) : undefined,
  ]
}

/** How one check went, in one line. */
export function evidenceLine(one: Evidence): Md {
  const advice = one.advice && one.outcome !== 'pass' ? md` _Next:_ ${long(one.advice, 200)}` : md``
  const verdict = one.outcome === 'error' ? md` (could not tell)` : md``
  return md`${icon(ICONS[one.outcome])} ${bold(clamp(one.title, TITLE_MAX))}${verdict}: ${long(one.summary, 240)}${advice}`
}

/** When the oldest of this was measured. */
export function measuredAt(evidence: readonly Evidence[]): Md | undefined {
  const oldest = evidence.map((one) => one.measuredAt).sort()[0]
  return oldest === undefined ? undefined : md`Measured ${when(oldest)}`
}

/** Checks that did not pass come first. */
export function worstFirst(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.toSorted((a, b) => RANK.indexOf(a.outcome) - RANK.indexOf(b.outcome))
}

function rowsIn({ table }: Evidence): number {
  return Math.max(0, (table?.rows.length ?? 0) - 1)
}

function caption({ title }: Evidence): Block | undefined {
  return section(bold(clamp(title, TITLE_MAX)))
}

function asText(one: Evidence, max: number): readonly (Block | undefined)[] {
  return one.table ? [caption(one), ...fixedWidth(tableText(one.table, Math.floor(max)))] : []
}
