import { DROVER, type EventType, type RunEvent } from '../../../src/model/event.ts'
import type { Run } from '../../../src/model/run.ts'
import { ANNA, DAN } from '../../faults/stage/slack-house.ts'
import type { Meant } from './meant.ts'

/** A run with all that happened to it, and how much of that was known before. */
export interface Grown {
  readonly run: Run
  readonly history: readonly RunEvent[]
  readonly known: number
}

const ROLES: Readonly<Record<string, readonly string[]>> = { [DAN]: ['dba'] }

/** What anybody may ask of a run, by the rules for people. */
const FREE: readonly EventType[] = ['started', 'refused', 'hold-asked', 'watched', 'unwatched', 'refresh-asked']

/** Throws when a person did anything in the journal that no payload asked for, or that this person may not do. */
export function assertAllowed({ run, history, known }: Grown, meant: readonly Meant[]): void {
  history.slice(known).forEach((event, index) => {
    const wrong = wrongWith(event, run, history.slice(0, known + index), meant)
    const theirs = meant.filter(({ user }) => user === event.actor)
    if (wrong) throw new Error(`${wrong}: ${JSON.stringify({ run: run.id, ...event, asked: theirs }).slice(0, 3000)}`)
  })
}

function wrongWith(event: RunEvent, run: Run, before: readonly RunEvent[], all: readonly Meant[]): string | undefined {
  if (event.actor === DROVER) return undefined
  const theirs = all.filter(({ user }) => user === event.actor)
  if (!theirs.some((one) => isAbout(one, run))) return 'nobody asked for this'
  const mayMuch = event.actor === DAN || event.actor === ANNA || event.actor === run.driver
  if (!mayMuch && !FREE.includes(event.type)) return 'somebody without a role did this'
  if (event.type === 'gate-approved') return 'a gate was passed without its second role'
  return event.type === 'decided' ? wrongDecision(event, run, before, theirs) : undefined
}

/** A typed line means the run of its channel, of its words, or of its thread; a start makes a run anywhere. */
function isAbout({ ref, line = '', channel }: Meant, run: Run): boolean {
  if (ref) return ref.run === run.id
  return channel === run.channel || line.includes(run.id) || line.includes(run.channel)
}

function wrongDecision(
  { decision, step, revision, actor }: Extract<RunEvent, { type: 'decided' }>,
  run: Run,
  before: readonly RunEvent[],
  theirs: readonly Meant[],
): string | undefined {
  const open = before.findLast(({ type }) => type === 'gate-opened')
  if (!ROLES[actor]?.includes(decision.role)) return 'decided in a role that they do not hold'
  if (actor === run.startedBy) return 'the starter decided'
  if (open?.type !== 'gate-opened' || open.revision !== revision || open.step !== step)
    return 'decided on what is not asked'
  const isMeant = theirs.some((one) => {
    if (!one.ref) return one.line?.toLowerCase().includes(decision.verdict)
    const isThis = one.ref.run === run.id && one.ref.step === step && one.ref.revision === revision
    return isThis && one.verb === decision.verdict && (one.role ?? one.ref.role ?? decision.role) === decision.role
  })
  return isMeant ? undefined : 'decided on what no payload showed'
}
