/** Tells listeners that something in the workspace changed, and numbers the changes. */
export interface Changes {
  /** The number of the latest change. */
  readonly revision: number
  /** Records a change, tells the listeners and gives its number. */
  tell(): number
  /** Calls the listener after each change; the answer ends that. */
  listen(listener: () => void): () => void
  /** Resolves with the first value that is there, judged again at each change. */
  waitFor<T>(what: () => T | undefined | false, timeoutMs?: number): Promise<T>
}

const defaultTimeoutMs = 60_000

/** Starts counting changes. */
export const createChanges = (): Changes => {
  const listeners = new Set<() => void>()
  let revision = 0
  const listen = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  return {
    get revision() {
      return revision
    },
    tell() {
      revision += 1
      for (const listener of [...listeners]) listener()
      return revision
    },
    listen,
    waitFor: (what, timeoutMs = defaultTimeoutMs) => waitFor(listen, what, timeoutMs),
  }
}

// Some conditions also look outside the workspace (the bot's own rows), so time alone is a reason to look again.
const lookAgainMs = 50

const waitFor = <T>(listen: Changes['listen'], what: () => T | undefined | false, timeoutMs: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const end = () => {
      unlisten()
      clearInterval(again)
      clearTimeout(deadline)
    }
    const look = () => {
      try {
        const value = what()
        if (value === undefined || value === false) return
        end()
        resolve(value)
      } catch (error) {
        end()
        reject(error)
      }
    }
    const unlisten = listen(look)
    const again = setInterval(look, lookAgainMs)
    const deadline = setTimeout(() => {
      end()
      reject(new Error(`Waited ${timeoutMs} ms for the local Slack to show what was asked; it never did.`))
    }, timeoutMs)
    look()
  })
