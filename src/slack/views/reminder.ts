import type { RunEvent } from '../../model/event.ts'
import { voteEndsAt } from '../../model/gate-clock.ts'
import type { Run } from '../../model/run.ts'
import { gateOf } from '../../model/step.ts'
import { card, section } from './block.ts'
import type { Card } from './card.ts'
import { gatedStep, questionText } from './gate-question.ts'
import { bold, code, listed, md, place, when } from './mrkdwn.ts'

/** What people are told directly while a vote lacks their decision. */
export function reminder(run: Run, event: RunEvent & { type: 'gate-reminded' }): Card {
  const step = gatedStep(run, event)
  const spec = step && gateOf(step)
  const ends = spec && run.gate && voteEndsAt(spec, run.gate)
  const how = event.mark === 'half' ? 'Half of the time to decide is over' : 'The time to decide is nearly over'
  const until = ends === undefined ? md`` : md` It ends ${when(ends)}; then nothing is approved and the run is held.`
  const said = md`*${how}:* ${bold(run.plan.migration)} ${code(run.id)} asks ${listed(event.roles.map(bold))}: ${questionText(step, event.step)}${until} Decide on the card in ${place(run.channel)}, or see ${code(`/migrate why ${run.id}`)}.`
  return card(said, [section(said)])
}
