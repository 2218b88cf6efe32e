import type { RunEvent } from '../../model/event.ts'
import type { Run } from '../../model/run.ts'
import { card, section } from './block.ts'
import type { Card } from './card.ts'
import { bold, code, lines, type Md, md, when } from './mrkdwn.ts'
import { troubleLines } from './scheduled.ts'

type Preflighted = RunEvent & { type: 'preflighted' }

/** What is not in order while there is time to mend it, or that it is again. Undefined while nothing changed. */
export function preflightWords(run: Run, event: Preflighted): Md | undefined {
  if (!event.isNews) return undefined
  const troubles = troubleLines(event)
  const begins = run.schedule ? md`, which begins ${when(run.schedule.startsAt)}` : md``
  const which = md`${bold(run.plan.migration)} ${code(run.id)}${begins}`
  return troubles.length === 0
    ? md`*In order again:* ${which}. Every first check passes, and every role has its people.`
    : lines(md`*Not in order:* ${which}. Nothing was changed. What was found:`, ...troubles)
}

/** The same for the driver, directly. */
export function preflightNote(run: Run, event: Preflighted): Card | undefined {
  const said = preflightWords(run, event)
  return said && card(said, [section(said)])
}
