/** A name with what belongs to it, for lists of unlike things. */
export type Pair = readonly [name: string, value: string]

/** What a run did with its time: acting on hosts, waiting for people, or letting time pass on purpose. */
export type Doing = 'working' | 'people' | 'clock'

/** An unbroken stretch of one step. Instants in ISO 8601. */
export interface Span {
  readonly step: string
  readonly doing: Doing
  /** While the step was being taken back. */
  readonly undoing: boolean
  readonly from: string
  readonly to: string
}

/** Milliseconds, people's waiting kept apart from work. */
export interface Spent {
  readonly workedMs: number
  readonly waitedMs: number
  readonly passedMs: number
}

export interface PlannedStep {
  readonly step: string
  readonly title: string
  readonly effect: string
  /** What it does, in the words of the plan. */
  readonly does: readonly string[]
  /** SHA-256 over the step as it was pinned. */
  readonly digest: string
}

export interface StepReport extends Spent {
  readonly step: string
  readonly title: string
  readonly effect: string
  readonly state: string
  readonly attempts: number
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** How long the act took in earlier runs of the same migration. */
  readonly earlier?: { readonly runs: number; readonly medianMs: number; readonly newestMs?: number | undefined }
}

/** What a check found, at the time it was asked. */
export interface Finding {
  readonly check: string
  readonly title: string
  readonly outcome: string
  readonly summary: string
  readonly measuredAt: string
  readonly values: readonly Pair[]
  /** How much each value could move before an approval that saw it fell. */
  readonly tolerance: readonly Pair[]
}

/** A finding of a step, and whether the run had changed anything by then. */
export interface CheckReport extends Finding {
  readonly step: string
  readonly attempt: number
  readonly moment: 'before' | 'during' | 'after'
  readonly table: readonly (readonly (string | number)[])[]
  readonly rowsLeftOut: number
}

export interface DecisionReport {
  readonly who: string
  readonly role: string
  readonly verdict: string
  readonly reason?: string | undefined
  readonly at: string
  readonly via: string
  /** What the decision signed. */
  readonly digest: string
  readonly withdrawnAt?: string | undefined
}

/** One revision of a gate: what people were shown, what they said, and how it ended. */
export interface GateReport {
  readonly step: string
  readonly title: string
  readonly revision: number
  readonly digest: string
  readonly openedAt: string
  readonly closedAt?: string | undefined
  readonly ended: string
  readonly because: readonly string[]
  readonly hostKeys: readonly Pair[]
  readonly evidence: readonly Finding[]
  readonly decisions: readonly DecisionReport[]
}

/** Something that did not go as planned, and who or what it came from. */
export interface Deviation {
  readonly at: string
  readonly kind: string
  readonly who: string
  readonly words: string
}

/** What the run left for somebody to do or to know. */
export interface OpenEnd {
  readonly step: string
  readonly title: string
  readonly words: string
  readonly since?: string | undefined
}

/** What a step says that it moved. */
export interface Moved {
  readonly step: string
  readonly rows?: number | undefined
  readonly bytes?: number | undefined
}

/** Free space of a mount point, each time that a check looked at it. */
export interface DiskCurve {
  readonly title: string
  readonly mount: string
  readonly points: readonly { readonly at: string; readonly freeBytes: number }[]
}

/** One event of the chain. */
export interface Entry {
  readonly seq: number
  readonly at: string
  readonly who: string
  readonly type: string
  readonly words: string
  readonly hash: string
}

/** What a run was, for people who were not there. Built from its events alone, so it can be built again. */
export interface Report {
  readonly run: {
    readonly id: string
    readonly migration: string
    readonly mode: string
    readonly channel: string
    readonly status: string
    readonly hasEnded: boolean
    readonly startedBy: string
    readonly driver: string
    readonly startedAt: string
    /** Its end, or the instant that the report is about. */
    readonly asOf: string
  }
  /** How it went, in one sentence. */
  readonly result: string
  readonly spent: Spent & { readonly tookMs: number }
  readonly plan: {
    readonly digest: string
    readonly rehearses?: string | undefined
    readonly params: readonly Pair[]
    readonly because: readonly string[]
    readonly leavesOut: readonly string[]
    readonly locks: readonly string[]
    readonly steps: readonly PlannedStep[]
  }
  readonly steps: readonly StepReport[]
  readonly spans: readonly Span[]
  /** The newest earlier run that times are compared with, and how many there were. */
  readonly earlier?: { readonly run: string; readonly mode: string; readonly runs: number } | undefined
  readonly gates: readonly GateReport[]
  readonly checks: readonly CheckReport[]
  readonly moved: readonly Moved[]
  readonly disks: readonly DiskCurve[]
  readonly deviations: readonly Deviation[]
  readonly openEnds: readonly OpenEnd[]
  readonly history: readonly Entry[]
  /** The newest event that the report holds: its hash vouches for all before it, of all runs. */
  readonly chain: { readonly events: number; readonly head: string }
}
