/** Room for byte streams, counted per host. */
export interface StreamSlots {
  /** Resolves when every named host has room at once (a name twice needs two), with the function that gives it back. */
  enter(hosts: readonly string[]): Promise<() => void>
}

interface Waiting {
  readonly hosts: readonly string[]
  readonly go: () => void
}

/** All of a stream's room is taken together: two streams in opposite directions could wait for each other otherwise. */
export function createStreamSlots(perHost: number): StreamSlots {
  const used = new Map<string, number>()
  let waiting: readonly Waiting[] = []
  const change = (hosts: readonly string[], by: number) => {
    for (const host of hosts) used.set(host, (used.get(host) ?? 0) + by)
  }
  const fits = (hosts: readonly string[]) =>
    hosts.every((host) => (used.get(host) ?? 0) + hosts.filter((other) => other === host).length <= perHost)
  const letIn = () => {
    for (const next of waiting) {
      if (!fits(next.hosts)) continue
      waiting = waiting.filter((other) => other !== next)
      change(next.hosts, 1)
      next.go()
    }
  }
  return {
    enter: async (hosts) => {
      await new Promise<void>((go) => {
        waiting = [...waiting, { hosts, go }]
        letIn()
      })
      return () => {
        change(hosts, -1)
        letIn()
      }
    },
  }
}
