import type { Json } from './json.ts'
import type { Outputs, Tools } from './ports.ts'

/** How a check went. `error` means it could not tell, and never counts as a pass. */
export type Outcome = 'pass' | 'warn' | 'fail' | 'error'

/** A number that may move this much before an approval that saw it falls. Without one, any change fells it. */
export type Tolerance = { readonly percent: number } | { readonly absolute: number } | 'any'

/** Rows for people. The first row holds the headings. */
export interface Table {
  readonly rows: readonly (readonly (string | number)[])[]
}

/** What a check found: pure judgement of what was measured. `waiting` belongs to soaks: not yet, look again. */
export interface Verdict {
  readonly outcome: Outcome | 'waiting'
  /** One sentence with numbers and units. */
  readonly summary: string
  /** What was measured, by name; compared when the same check runs again. */
  readonly values: Readonly<Record<string, string | number>>
  readonly tolerance?: Readonly<Record<string, Tolerance>> | undefined
  readonly table?: Table | undefined
  /** What to do next when it did not pass. */
  readonly advice?: string | undefined
  /** What later steps may refer to. */
  readonly outputs?: Outputs | undefined
}

/** A verdict with its time, stored for ever. */
export interface Evidence extends Verdict {
  readonly check: string
  readonly title: string
  readonly measuredAt: string
}

/** A check as a plan names it: which one, of which version, about what. Arguments may hold references to outputs. */
export interface CheckCall {
  readonly check: string
  readonly version: number
  readonly title: string
  readonly args: Json
}

/** A check: gathering and judging apart, so that judging can be tested without a world. */
export interface Check<Args, Measured> {
  readonly name: string
  readonly version: number
  readonly measure: (args: Args, tools: Tools, scope: Scope) => Promise<Measured>
  readonly judge: (measured: Measured, args: Args) => Verdict
}

/** Who is asking: lets a check put a marker in the world that only this run will recognise. */
export interface Scope {
  readonly run: string
  readonly step: string
  readonly attempt: number
  readonly startedAt: string
}

/** A check as the engine sees it: arguments already checked by the maker of the plan. */
export interface RegisteredCheck {
  readonly name: string
  readonly version: number
  readonly run: (args: Json, tools: Tools, scope: Scope) => Promise<Verdict>
}
