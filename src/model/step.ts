import type { ActionCall } from './action.ts'
import type { CheckCall } from './check.ts'
import type { DatabaseRef } from './ports.ts'
import type { SecretFile } from './secret.ts'
import type { Shell } from './shell.ts'

/** A detached process on a host. A background job stays up while later steps run; it is ready once it wrote an output. */
export interface JobAct {
  readonly do: 'job'
  readonly on: string
  readonly run: Shell
  readonly files: Readonly<Record<string, SecretFile>>
  readonly background: boolean
  /** A hold may stop its processes where they are. Never for what keeps locks that others need. */
  readonly pausable?: boolean | undefined
}

/** Ends the background job of an earlier step. */
export interface StopAct {
  readonly do: 'stop'
  readonly on: string
  readonly jobOf: string
}

/** Something that the bot itself drives, such as a byte stream between two hosts. */
export interface ActionAct extends ActionCall {
  readonly do: 'action'
  /** For the plan: what it does, in the words of the shell where there are any. */
  readonly shows: string
  readonly on: string
}

export type Act = JobAct | StopAct | ActionAct

/**
 * How to take a step back: a command, a person's instructions, `nothing` (it leaves nothing behind, or an earlier
 * step's undo removes it), or `none` (it cannot be taken back).
 */
export type Undo =
  | JobAct
  | StopAct
  | { readonly do: 'manual'; readonly instructions: string; readonly roles: readonly string[] }
  | 'nothing'
  | 'none'

/** Whose approvals a gate needs, and what they are shown. No roles means nobody, never everybody. */
export interface GateSpec {
  readonly approvals: Readonly<Record<string, number>>
  /** Checks measured when the gate opens and again right before the act. */
  readonly shows: readonly CheckCall[]
  /** A name that each approver has to type. */
  readonly typeToConfirm?: string | undefined
  /** How long people have to decide, from when the gate opened. A vote that runs out holds the run; it never approves. */
  readonly voteByMs?: number | undefined
  /** How long an approval may wait for its act. */
  readonly actByMs?: number | undefined
  /** How old the evidence may be at an approval, and when the act begins. */
  readonly freshForMs?: number | undefined
  /** The role that is told, too, when the vote has nearly run out. It decides nothing that it does not hold a role for. */
  readonly escalateTo?: string | undefined
}

/** A folder whose disk is watched while a step acts: a path on a host, or the data folder of a Postgres server. */
export type DiskPlace = { readonly on: string; readonly path: string } | { readonly dataFolderOf: DatabaseRef }

interface Named {
  /** kebab-case, unique in the plan. */
  readonly id: string
  /** What it does, as an imperative: "Copy the tables". */
  readonly title: string
}

interface Changing {
  readonly act: Act
  /** May the same attempt run twice? A step that may not goes `uncertain` when nobody knows whether it ran. */
  readonly repeatable: boolean
  readonly undo: Undo
  readonly timeoutMs: number
  /** What proves that it worked; anything but pass fails the step. */
  readonly verify?: CheckCall | undefined
  /** Pass means the world is already as wanted, and the step is skipped with the check's reason. */
  readonly skipIf?: CheckCall | undefined
  /** Name of the table of known causes to look errors up in. */
  readonly pitfalls?: string | undefined
  /** Disks that may fill while it acts: the run is held before they do. */
  readonly disks?: readonly DiskPlace[] | undefined
}

export interface CheckStep extends Named {
  readonly kind: 'check'
  readonly check: CheckCall
}

export interface RemoteStep extends Named, Changing {
  readonly kind: 'remote'
}

export interface DestructiveStep extends Named, Changing {
  readonly kind: 'destructive'
  /** Shown beside the button: what is gone afterwards. */
  readonly destroys: string
  readonly gate: GateSpec
}

export interface WaitStep extends Named {
  readonly kind: 'wait'
  readonly forMs: number
}

export interface ManualStep extends Named {
  readonly kind: 'manual'
  readonly instructions: string
  /** Who may say it is done; the driver when empty. */
  readonly roles: readonly string[]
  readonly undo: Undo
}

export interface GateStep extends Named {
  readonly kind: 'gate'
  readonly gate: GateSpec
}

/** Looks again every everyMs until the watch passes, fails, or timeoutMs is over. */
export interface SoakStep extends Named {
  readonly kind: 'soak'
  readonly watch: CheckCall
  readonly everyMs: number
  readonly timeoutMs: number
}

export type Step = CheckStep | RemoteStep | DestructiveStep | WaitStep | ManualStep | GateStep | SoakStep

/** The gate of a step, if people have to agree before it goes on. */
export function gateOf(step: Step): GateSpec | undefined {
  return step.kind === 'gate' || step.kind === 'destructive' ? step.gate : undefined
}

/** How to take this step back; steps that change nothing leave nothing to undo. */
export function undoOf(step: Step): Undo {
  return 'undo' in step ? step.undo : 'nothing'
}

/** The four signs of a plan: does the step read, change, destroy, or wait for people? */
export function effectOf(step: Step): 'read-only' | 'changing' | 'destructive' | 'people' {
  if (step.kind === 'destructive') return 'destructive'
  if (step.kind === 'remote') return 'changing'
  return step.kind === 'gate' || step.kind === 'manual' ? 'people' : 'read-only'
}
