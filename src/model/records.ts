/** A file as text. The name is told apart from every other file in the same place by its content. */
export interface TextFile {
  readonly name: string
  readonly text: string
}

/** The report of a run, signed: a page for people and the same as JSON for programs. */
export interface ReportFiles {
  readonly html: TextFile
  readonly json: TextFile
}

/** How far the chain of events goes, and what is wrong with it when something is. */
export interface ChainState {
  readonly events: number
  readonly head: string
  /** Names the first row that is not as it was written. */
  readonly problem?: string | undefined
}

/** What there is to show of the record itself. */
export interface Records {
  /** Proves the whole chain, in pieces, so that nobody waits for it. */
  chain(): Promise<ChainState>
  /** Every event of a run as CSV. */
  audit(runId: string): Promise<TextFile>
  /** The report of a run: of its end, or so far. */
  report(runId: string): Promise<ReportFiles>
}
