import { formatMs } from '../model/duration.ts'
import { DROVER } from '../model/event.ts'
import { eventText } from '../model/event-text.ts'
import { hasEnded, liveStep } from '../model/run.ts'
import { bare } from '../model/user-error.ts'
import { withNames } from './names.ts'
import { deviationsOf } from './parts/deviations.ts'
import { checksOf } from './parts/findings.ts'
import { gatesOf } from './parts/gates.ts'
import { disksOf, movedOf } from './parts/moved.ts'
import { openEndsOf } from './parts/open-ends.ts'
import { planPart } from './parts/plan.ts'
import { type Source, type Story, storyOf } from './parts/source.ts'
import { spansOf, spentOf } from './parts/spans.ts'
import { comparedWith, stepsOf } from './parts/steps.ts'
import { redacted } from './redacted.ts'
import type { Report } from './report.ts'

/** The report of a run: pure, from its history alone. `redact` masks what no report may hold. */
export function reportOf(source: Source, redact: (text: string) => string): Report {
  const story = storyOf({ ...source, nameOf: (id) => (id === DROVER ? 'Drover' : source.nameOf(id)) })
  const spans = spansOf(story)
  const { run } = story
  const report: Report = {
    run: runPart(story),
    result: resultOf(story),
    spent: { ...spentOf(spans), tookMs: Date.parse(story.asOf) - Date.parse(run.startedAt) },
    plan: planPart(run.plan),
    steps: stepsOf(story, spans),
    spans,
    earlier: comparedWith(story),
    gates: gatesOf(story),
    checks: checksOf(story),
    moved: movedOf(story),
    disks: disksOf(story),
    deviations: deviationsOf(story),
    openEnds: openEndsOf(story),
    history: story.history.map(({ event, hash }) => ({
      seq: event.seq,
      at: event.at,
      who: story.nameOf(event.actor),
      type: event.type,
      words: eventText(event, story.nameOf),
      hash,
    })),
    chain: { events: source.history.length, head: source.history.at(-1)?.hash ?? '' },
  }
  return redacted(report, (text) => redact(withNames(text, story.nameOf)))
}

function runPart({ run, runId, nameOf, asOf }: Story): Report['run'] {
  const { plan, channel, status, startedBy, driver, startedAt } = run
  return {
    id: runId,
    migration: plan.migration,
    mode: plan.mode ?? 'production',
    channel,
    status,
    hasEnded: hasEnded(run),
    startedBy: nameOf(startedBy),
    driver: nameOf(driver),
    startedAt,
    asOf,
  }
}

function resultOf({ run, turns, asOf }: Story): string {
  const took = formatMs(Date.parse(asOf) - Date.parse(run.startedAt))
  const done = run.plan.steps.filter(({ id }) => run.steps[id]?.state === 'succeeded').length
  const steps = `${done} of ${run.plan.steps.length} steps`
  if (run.status === 'succeeded') return `It finished after ${took}, with ${steps} done.`
  if (run.status === 'rolled-back')
    return `It was rolled back after ${took}${reasonOf(turns, 'rollback-asked')} Everything that could be taken back was.`
  if (run.status === 'aborted')
    return `It was aborted after ${took}, with ${steps} done${reasonOf(turns, 'abort-asked')} What it did stays.`
  return `It has not ended: ${run.status} at ${liveStep(run)?.id ?? 'the end'} after ${took}, with ${steps} done.`
}

function reasonOf(turns: Story['turns'], type: 'rollback-asked' | 'abort-asked'): string {
  const asked = turns.findLast(({ event }) => event.type === type)?.event
  return asked && 'reason' in asked && typeof asked.reason === 'string' ? `: ${bare(asked.reason)}.` : '.'
}
