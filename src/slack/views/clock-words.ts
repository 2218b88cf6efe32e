import { formatMs } from '../../model/duration.ts'
import { actEndsAt, staleAt, voteEndsAt } from '../../model/gate-clock.ts'
import type { Gate } from '../../model/run.ts'
import { type GateSpec, gateOf, type Step } from '../../model/step.ts'
import { join, type Md, md, when } from './mrkdwn.ts'

/** The clocks of a gate, in the reader's own time zone. Undefined for a gate without any. None of them ever approves. */
export function clockWords(step: Step, gate: Gate): Md | undefined {
  const spec = gateOf(step)
  const words = spec ? [voteWords(spec, gate), actWords(spec, gate), freshWords(spec, gate)] : []
  const said = words.flatMap((one) => one ?? [])
  return said.length > 0 ? md`${join(said, '. ')}.` : undefined
}

function voteWords(spec: GateSpec, gate: Gate): Md | undefined {
  const end = voteEndsAt(spec, gate)
  if (end === undefined || gate.approvedAt !== undefined) return undefined
  return md`*Decide by* ${when(end)}; after that nothing is approved and the run is held`
}

function actWords(spec: GateSpec, gate: Gate): Md | undefined {
  if (spec.actByMs === undefined) return undefined
  const end = actEndsAt(spec, gate)
  return end === undefined
    ? md`It has to begin within ${formatMs(spec.actByMs)} of the last approval`
    : md`*Has to begin by* ${when(end)}; after that the approval falls`
}

function freshWords(spec: GateSpec, { evidence }: Gate): Md | undefined {
  const end = staleAt(spec, evidence)
  return end === undefined ? undefined : md`*Evidence is fresh until* ${when(end)}; *Refresh evidence* measures again`
}
