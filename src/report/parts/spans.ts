import { hasEnded, liveStep, type Run } from '../../model/run.ts'
import type { Doing, Span, Spent } from '../report.ts'
import type { Story } from './source.ts'

/** What the run did from each event to the next one, stretches of the same thing put together. */
export function spansOf({ turns, asOf }: Story): readonly Span[] {
  const spans: Span[] = []
  for (const [index, { event, after }] of turns.entries()) {
    const span = spanOf(after, event.at, turns[index + 1]?.event.at ?? asOf)
    if (!span) continue
    const last = spans.at(-1)
    const goesOn = last && last.step === span.step && last.doing === span.doing && last.undoing === span.undoing
    if (goesOn && last.to === span.from) spans.splice(-1, 1, { ...last, to: span.to })
    else spans.push(span)
  }
  return spans
}

/** Milliseconds of spans, by what was done. */
export function spentOf(spans: readonly Span[]): Spent {
  return { workedMs: sum(spans, 'working'), waitedMs: sum(spans, 'people'), passedMs: sum(spans, 'clock') }
}

function spanOf(run: Run, from: string, to: string): Span | undefined {
  const step = run.undoing?.step ?? liveStep(run)?.id
  if (hasEnded(run) || step === undefined || Date.parse(to) <= Date.parse(from)) return undefined
  return { step, doing: doingOf(run), undoing: run.rollingBack, from, to }
}

const WORKING: readonly string[] = ['running', 'holding', 'rolling-back']

/** A run that is held, failed or uncertain waits for a person as much as one at a gate. */
function doingOf(run: Run): Doing {
  if (WORKING.includes(run.status)) return 'working'
  if (run.status !== 'waiting') return run.status === 'scheduled' ? 'clock' : 'people'
  const kind = liveStep(run)?.kind
  return !run.rollingBack && (kind === 'wait' || kind === 'soak') ? 'clock' : 'people'
}

function sum(spans: readonly Span[], doing: Doing): number {
  return spans
    .filter((span) => span.doing === doing)
    .reduce((total, { from, to }) => total + Date.parse(to) - Date.parse(from), 0)
}
