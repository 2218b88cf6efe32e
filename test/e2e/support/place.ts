/** Where a run is, as `/migrate status` says it. */
export interface Place {
  readonly status: string
  readonly done: number
  /** Empty once the run has ended. */
  readonly step: string
  readonly hasEnded: boolean
}

/** Reads the answer of `/migrate status <run>`. */
export function placeIn(text: string | undefined): Place | undefined {
  const [, status, done, step = ''] =
    /^\S+ \S+ is (\S+), (\d+) of \d+ steps done(?:, now at (\S+))?\./.exec(text ?? '') ?? []
  return status === undefined ? undefined : { status, done: Number(done), step, hasEnded: step === '' }
}
