/** Times from a kill to the next event in the journal. */
export interface Pauses {
  begin(): void
  /** An event came. */
  end(): void
  /** How many events came so far. */
  events(): number
  all(): readonly number[]
}

export function createPauses(): Pauses {
  const ended: number[] = []
  let open: number[] = []
  let events = 0
  return {
    begin: () => void open.push(performance.now()),
    end() {
      events += 1
      ended.push(...open.map((beganMs) => performance.now() - beganMs))
      open = []
    },
    events: () => events,
    all: () => ended,
  }
}
