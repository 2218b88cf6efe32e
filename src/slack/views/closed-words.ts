import { formatMs } from '../../model/duration.ts'
import { staleAt } from '../../model/gate-clock.ts'
import type { Gate } from '../../model/run.ts'
import { isKept } from '../../model/status.ts'
import { gateOf, type Step } from '../../model/step.ts'
import type { RunView } from './card.ts'
import { long, type Md, md } from './mrkdwn.ts'

/** What becomes of an approval that is given while a window is closed or in a freeze. Undefined when it may act at once. */
export function closedWords(step: Step, gate: Gate, { run, closed }: RunView): Md | undefined {
  if (!closed || isKept(run)) return undefined
  const { freshForMs = 0 } = gateOf(step) ?? {}
  return outlasts(step, gate, closed.opensAt)
    ? md`*Closed now.* ${long(closed.says, 300)} An approval given now waits for the opening and can be withdrawn until then. Everything is measured again first.`
    : md`*Closed now.* ${long(closed.says, 300)} An approval given now would fall at the opening, since its evidence counts for ${formatMs(freshForMs)}: decide when it opens.`
}

/** Is the evidence still fresh when it opens? */
function outlasts(step: Step, { evidence }: Gate, opensAt: string | undefined): boolean {
  const spec = gateOf(step)
  const stale = spec && staleAt(spec, evidence)
  return stale === undefined || (opensAt !== undefined && Date.parse(opensAt) < Date.parse(stale))
}
