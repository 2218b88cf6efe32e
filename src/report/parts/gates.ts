import type { Decision, Gate, Run } from '../../model/run.ts'
import { viaWords } from '../../model/step-up.ts'
import type { DecisionReport, GateReport, Pair } from '../report.ts'
import { findingOf } from './findings.ts'
import { type Story, type Turn, titleOf } from './source.ts'

/** Every revision of every gate, with what was shown and who said what. */
export function gatesOf(story: Story): readonly GateReport[] {
  return story.turns.flatMap((turn, index) => {
    const { event, after } = turn
    if (event.type !== 'gate-opened' || !after.gate) return []
    const rest = story.turns.slice(index + 1)
    const end = rest.findIndex((one) => closes(one, event.revision))
    const during = end === -1 ? rest : rest.slice(0, end + 1)
    return [gateReport(story, after.gate, during, end === -1 ? undefined : rest[end])]
  })
}

function gateReport(story: Story, gate: Gate, during: readonly Turn[], end: Turn | undefined): GateReport {
  const { step, revision, digest, openedAt, hostKeys, evidence } = gate
  return {
    step,
    title: titleOf(story, step),
    revision,
    digest,
    openedAt,
    closedAt: end?.event.at,
    ...endingOf(end),
    hostKeys: Object.entries(hostKeys).map(([host, key]): Pair => [host, key]),
    evidence: evidence.map(findingOf),
    decisions: during.flatMap(({ event }) =>
      event.type === 'decided' ? [decisionReport(event.decision, during, story)] : [],
    ),
  }
}

function decisionReport(decision: Decision, during: readonly Turn[], { nameOf }: Story): DecisionReport {
  const { person, role, verdict, reason, at, digest } = decision
  const withdrawn = during.find(({ event }) => event.type === 'withdrawn' && event.person === person && event.at >= at)
  return {
    who: nameOf(person),
    role,
    verdict,
    reason,
    at,
    via: viaWords(decision),
    digest,
    withdrawnAt: withdrawn?.event.at,
  }
}

function endingOf(end: Turn | undefined): Pick<GateReport, 'ended' | 'because'> {
  switch (end?.event.type) {
    case undefined:
      return { ended: 'open', because: [] }
    case 'gate-passed':
      return { ended: 'passed', because: [] }
    case 'gate-denied':
      return { ended: 'denied', because: [end.event.reason] }
    case 'gate-lapsed':
      return { ended: 'ran out', because: [end.event.reason] }
    case 'gate-fallen':
      return { ended: 'fell', because: end.event.because }
    default:
      return { ended: `closed by ${end?.event.type ?? ''}`, because: end ? reasonIn(end) : [] }
  }
}

function reasonIn({ event }: Turn): readonly string[] {
  return 'reason' in event && typeof event.reason === 'string' ? [event.reason] : []
}

function closes({ before, after }: Turn, revision: number): boolean {
  return revisionOf(before) === revision && revisionOf(after) !== revision
}

function revisionOf(run: Run | undefined): number | undefined {
  return run?.gate?.revision
}
