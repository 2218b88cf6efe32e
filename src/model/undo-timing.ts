/** The name under which the time of taking a step back is kept, apart from the time of doing it. No step has a blank in its id. */
export function undoTiming(step: string): string {
  return `undo ${step}`
}
