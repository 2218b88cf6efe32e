import type { CheckCall } from './check.ts'
import { durationMs } from './duration.ts'
import type { SecretFile } from './secret.ts'
import type { OutputRef, Shell } from './shell.ts'
import type {
  Act,
  ActionAct,
  CheckStep,
  DestructiveStep,
  DiskPlace,
  GateSpec,
  GateStep,
  JobAct,
  ManualStep,
  RemoteStep,
  SoakStep,
  StopAct,
  Undo,
  WaitStep,
} from './step.ts'

type Approvals = Readonly<Record<string, number>>
/** Approvals that name at least one role: an empty list would mean nobody. */
type Needed<Roles extends Approvals> = keyof Roles extends never ? never : Roles

interface Ways {
  readonly title?: string
  readonly repeatable?: boolean
  readonly timeout: string
  readonly verify?: CheckCall
  readonly skipIf?: CheckCall
  readonly pitfalls?: string
  readonly disks?: readonly DiskPlace[]
}

/** The three clocks of a gate, as durations such as `24h`, and whom to tell when the vote has nearly run out. */
export interface Clocks {
  readonly voteBy?: string
  readonly actBy?: string
  readonly freshFor?: string
  readonly escalateTo?: string
}

type Doing =
  | {
      readonly on: string
      readonly run: Shell
      readonly files?: Readonly<Record<string, SecretFile>>
      readonly background?: boolean
      readonly pausable?: boolean
    }
  | { readonly act: StopAct | ActionAct }

/** A read-only question, judged. Its evidence is kept, and its outputs can be referred to. */
export function check(id: string, call: CheckCall): CheckStep {
  return { id, kind: 'check', title: call.title, check: call }
}

/** A changing step: a detached job on a host, or an action the bot drives. */
export function remote(id: string, spec: Ways & Doing & { undo: Undo }): RemoteStep {
  return {
    id,
    kind: 'remote',
    title: spec.title ?? sentenceOf(id),
    act: actFrom(spec),
    undo: spec.undo,
    ...waysFrom(spec),
  }
}

/** A step that cannot be undone from what remains: it says what is gone, and who has to agree. */
export function destructive<Roles extends Approvals>(
  id: string,
  spec: Ways &
    Doing &
    Clocks & {
      undo: Undo
      destroys: string
      approvals: Needed<Roles>
      shows?: readonly (CheckStep | CheckCall)[]
      typeToConfirm?: string
    },
): DestructiveStep {
  const step = {
    id,
    kind: 'destructive' as const,
    title: spec.title ?? sentenceOf(id),
    act: actFrom(spec),
    undo: spec.undo,
  }
  return { ...step, ...waysFrom(spec), destroys: spec.destroys, gate: gateFrom(spec) }
}

/** Where the run stops until people in the named roles agree to what they are shown. */
export function gate<Roles extends Approvals>(
  id: string,
  spec: Clocks & { title?: string; approvals: Needed<Roles>; shows: readonly (CheckStep | CheckCall)[] },
): GateStep {
  return { id, kind: 'gate', title: spec.title ?? sentenceOf(id), gate: gateFrom(spec) }
}

/** Something only people can do; somebody in one of the roles (or the driver) says when it is done. */
export function manual(
  id: string,
  spec: { title?: string; instructions: string; roles?: readonly string[]; undo: Undo },
): ManualStep {
  return {
    id,
    kind: 'manual',
    title: spec.title ?? sentenceOf(id),
    instructions: spec.instructions,
    roles: spec.roles ?? [],
    undo: spec.undo,
  }
}

/** Time that has to pass. */
export function wait(id: string, duration: string, title = sentenceOf(id)): WaitStep {
  return { id, kind: 'wait', title, forMs: durationMs(duration) }
}

/** A watch that looks again and again until it passes, fails, or the time is over. */
export function soak(id: string, watch: CheckCall, spec: { every: string; timeout: string }): SoakStep {
  return {
    id,
    kind: 'soak',
    title: watch.title,
    watch,
    everyMs: durationMs(spec.every),
    timeoutMs: durationMs(spec.timeout),
  }
}

/** A command that takes a step back. */
export function undoWith(on: string, run: Shell, files: Readonly<Record<string, SecretFile>> = {}): JobAct {
  return { do: 'job', on, run, files, background: false }
}

/** Ends the background job of an earlier step. */
export function stopJob(on: string, jobOf: string): StopAct {
  return { do: 'stop', on, jobOf }
}

/** What an earlier step found or wrote, for a later one to use. */
export function outputOf(step: { readonly id: string }, key: string): OutputRef {
  return { output: { step: step.id, key } }
}

function actFrom(spec: Doing): Act {
  if ('act' in spec) return spec.act
  const { on, run, files = {}, background = false } = spec
  return { do: 'job', on, run, files, background, ...(spec.pausable && { pausable: true }) }
}

function waysFrom(spec: Ways) {
  const { verify, skipIf, pitfalls, disks } = spec
  return {
    repeatable: spec.repeatable ?? false,
    timeoutMs: durationMs(spec.timeout),
    ...(verify && { verify }),
    ...(skipIf && { skipIf }),
    ...(pitfalls && { pitfalls }),
    ...(disks && { disks }),
  }
}

function gateFrom(
  spec: Clocks & { approvals: Approvals; shows?: readonly (CheckStep | CheckCall)[]; typeToConfirm?: string },
): GateSpec {
  const shows = (spec.shows ?? []).map((shown) => ('kind' in shown ? shown.check : shown))
  return {
    approvals: spec.approvals,
    shows,
    ...(spec.typeToConfirm !== undefined && { typeToConfirm: spec.typeToConfirm }),
    ...clocksFrom(spec),
  }
}

function clocksFrom({ voteBy, actBy, freshFor, escalateTo }: Clocks): Partial<GateSpec> {
  return {
    ...(voteBy !== undefined && { voteByMs: durationMs(voteBy) }),
    ...(actBy !== undefined && { actByMs: durationMs(actBy) }),
    ...(freshFor !== undefined && { freshForMs: durationMs(freshFor) }),
    ...(escalateTo !== undefined && { escalateTo }),
  }
}

function sentenceOf(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
