import { formatBytes, formatCount } from './amount.ts'
import type { Evidence } from './check.ts'
import type { RunEvent } from './event.ts'
import { canonical } from './json.ts'
import type { Outputs, Progress } from './ports.ts'
import type { Failure } from './run.ts'
import { viaWords } from './step-up.ts'
import { bare } from './user-error.ts'

/** What an event says, in one line of plain words for a list of them. `nameOf` says who an id is. */
export function eventText(event: RunEvent, nameOf: (id: string) => string = (id) => id): string {
  switch (event.type) {
    case 'started':
      return `Started ${event.plan.migration} in ${event.channel}: ${event.plan.steps.length} steps, plan ${event.plan.digest.slice(0, 12)}.`
    case 'step-started':
      return `${event.step}: attempt ${event.attempt} began.`
    case 'job-started':
      return `${event.step}: the host has the job of attempt ${event.attempt}.`
    case 'step-succeeded':
      return said(`${event.step}: done`, event.note, [...measured(event.evidence), ...written(event.outputs)])
    case 'step-failed':
      return said(`${event.step}: attempt ${event.attempt} failed`, failed(event.failure), measured(event.evidence))
    case 'step-uncertain':
      return said(`${event.step}: nobody knows how attempt ${event.attempt} ended`, failed(event.failure))
    case 'step-resolved':
      return said(`${event.step}: a person looked and said that it ${event.outcome}`, event.reason)
    case 'step-skipped':
      return said(`${event.step}: skipped`, event.reason)
    case 'act-paused':
      return `${event.step}: rests in the middle${far(event.progress)}.`
    case 'act-kept':
      return `${event.step}: waits. ${event.says}`
    case 'act-opened':
      return `${event.step}: waits no more.`
    case 'act-quiet':
      return `${event.step}: nothing that ${event.undo ? 'its undo' : 'it'} does, logs or writes has moved since ${event.since}.`
    case 'act-moved':
      return `${event.step}: moves again.`
    case 'act-stopped':
      return `${event.step}: was ended where it rested.`
    case 'step-undone':
      return said(`${event.step}: taken back`, event.note)
    case 'undo-started':
      return `${event.step}: attempt ${event.attempt} to take it back began.`
    case 'undo-failed':
      return said(
        `${event.step}: ${event.uncertain ? 'nobody knows whether it was taken back' : 'could not be taken back'}`,
        failed(event.failure),
      )
    default:
      return gateText(event, nameOf)
  }
}

function gateText(event: RunEvent, nameOf: (id: string) => string): string {
  switch (event.type) {
    case 'gate-opened':
      return said(
        `${event.step}: gate opened, revision ${event.revision}, digest ${event.digest.slice(0, 12)}`,
        undefined,
        measured(event.evidence),
      )
    case 'gate-refreshed':
      return said(`${event.step}: measured again, nothing had moved`, undefined, measured(event.evidence))
    case 'gate-passed':
      return said(`${event.step}: measured once more and passed`, undefined, measured(event.evidence))
    case 'gate-approved':
      return `${event.step}: every approval of revision ${event.revision} is there.`
    case 'gate-denied':
      return said(`${event.step}: denied at revision ${event.revision}`, event.reason)
    case 'gate-fallen':
      return said(`${event.step}: the approval of revision ${event.revision} fell`, event.because.join(' '))
    case 'gate-lapsed':
      return said(`${event.step}: the vote on revision ${event.revision} ran out`, event.reason)
    case 'gate-reminded':
      return `${event.step}: ${event.roles.join(' and ')} reminded of revision ${event.revision} (${event.mark}).`
    case 'refresh-asked':
      return `${event.step}: asked to measure revision ${event.revision} again.`
    case 'decided': {
      const { person, role, verdict, reason } = event.decision
      const word = verdict === 'approve' ? 'approved' : 'denied'
      return said(
        `${event.step}: ${nameOf(person)} ${word} revision ${event.revision} as ${role} (${viaWords(event.decision)})`,
        reason,
      )
    }
    case 'withdrawn':
      return `${event.step}: ${nameOf(event.person)} withdrew what they had said as ${event.role}.`
    case 'refused':
      return said(`Refused ${event.what}${event.role ? ` as ${event.role}` : ''} (${event.code})`, event.sentence)
    case 'hold-asked':
      return said('Asked to hold', event.reason)
    case 'released':
      return 'Released.'
    case 'rollback-asked':
      return said('Asked to roll back', event.reason)
    case 'rolled-back':
      return 'Everything that could be taken back was.'
    case 'abort-asked':
      return said('Asked to abort', event.reason)
    case 'aborted':
      return said('Aborted', event.reason)
    case 'plan-changed':
      return said('The migration file gives another plan', event.says.join(' '))
    case 'plan-follows':
      return 'The migration file gives the plan of the run again.'
    case 'adopt-asked':
      return said(
        `Asked to go on by the plan ${event.digest.slice(0, 12)}`,
        [`${bare(event.reason)}.`, ...event.says].join(' '),
      )
    case 'step-dropped':
      return `${event.step}: attempt ${event.attempt}, which had not begun to act, is given up with the plan before.`
    case 'adopted':
      return said(
        `Goes on by the plan ${event.plan.digest.slice(0, 12)}`,
        [`${bare(event.reason)}.`, ...event.says].join(' '),
      )
    case 'driver-changed':
      return said(`${nameOf(event.to)} drives from here on`, event.note)
    case 'watched':
      return 'Asked to be told of what happens.'
    case 'unwatched':
      return 'Asked to be told no more.'
    case 'finished':
      return 'Finished: every step is done.'
    case 'overridden':
      return said(`${event.step}: let go on outside a window or in a freeze`, event.reason)
    case 'begun':
      return 'Began at the time that it was scheduled for.'
    case 'preflighted':
      return said('Looked at before it begins', event.people.join(' '), measured(event.evidence))
    case 'attendance-said':
      return `Said that they ${event.here ? 'can' : 'cannot'} be there as ${event.roles.join(' and ')}.`
    default:
      return plainly(event)
  }
}

/** Events that have no words of their own here: the type, then what they hold. */
function plainly(event: RunEvent): string {
  const { type, seq: _seq, at: _at, actor: _actor, version: _version, ...facts } = event
  const text = canonical(facts)
  return text === '{}' ? `${type}.` : `${type}: ${text}`
}

function said(what: string, why?: string, more: readonly string[] = []): string {
  const reason = why?.trim() ? `: ${why.trim()}` : ''
  const head = `${what}${reason}`
  return [/[.?]$/.test(head) ? head : `${head}.`, ...more].join(' ')
}

function measured(evidence: readonly Evidence[]): readonly string[] {
  return evidence.map(({ title, outcome, summary }) => `${title}: ${outcome}. ${summary}`)
}

function written(outputs: Outputs): readonly string[] {
  const plain = Object.entries(outputs).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return plain.length > 0 ? [`Left ${plain.map(([key, value]) => `${key}=${String(value)}`).join(', ')}.`] : []
}

function failed({ summary, cause }: Failure): string {
  return [summary, cause].filter((part) => part !== undefined).join(' ')
}

function far(progress: Progress | undefined): string {
  if (!progress?.total) return ''
  const { done, total, unit } = progress
  if (unit === 'bytes') return ` at ${formatBytes(done)} of ${formatBytes(total)}`
  return ` at ${formatCount(done)} of ${formatCount(total)} ${unit}`
}
