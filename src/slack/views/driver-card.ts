import type { Run } from '../../model/run.ts'
import { card, section } from './block.ts'
import type { Card } from './card.ts'
import { bold, code, long, type Md, md, mention, place } from './mrkdwn.ts'

const NOTE_CHARACTERS = 800

/** The line in the thread that says who drives from now on. Undefined for a run whose driver never changed. */
export function handoverLine({ handover }: Run): Md | undefined {
  if (!handover) return undefined
  const { from, to, by, note } = handover
  const who =
    by === to
      ? md`${mention(to)} took over driving from ${mention(from)}`
      : md`${mention(by)} handed over driving to ${mention(to)}`
  return md`${who}: ${long(note, NOTE_CHARACTERS)}`
}

/** What the old and the new driver are told directly. `told` is one of the two. */
export function driverCard(run: Run, told: string): Card | undefined {
  const said = handoverLine(run)
  if (!said) return undefined
  const next =
    told === run.driver
      ? md`You drive it now: ${code(`/migrate why ${run.id}`)} says what it waits for.`
      : md`You do not drive it any more; ${code(`/migrate watch ${run.id}`)} keeps you told.`
  const whole = md`*Another driver:* ${bold(run.plan.migration)} ${code(run.id)} in ${place(run.channel)}. ${said}\n${next}`
  return card(whole, [section(whole)])
}
