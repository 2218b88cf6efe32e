/** What the programs of some hosts can do and those of others cannot. */
export interface HostTraits {
  /** Its `timeout` ends by force what does not end when it is told to. */
  readonly timeout: boolean
  /** Its `env` gives a program back the signals that its shell had it ignore. */
  readonly signals: boolean
}

/** It costs some processes, so it is asked once and not before each question. */
const LOOK_SH = `
if timeout -k 5 5 true 2>/dev/null; then echo drover-timeout; fi
if env --default-signal=INT,QUIT true 2>/dev/null; then echo drover-signals; fi
echo drover-looked`

/**
 * Asks when the first one wants to know, and again only when there was no answer or half of one. `ask` runs a program and
 * gives its stdout.
 */
export function createTraits(ask: (program: string) => Promise<string>): () => Promise<HostTraits> {
  let known: Promise<HostTraits> | undefined
  const look = async () => {
    try {
      const said = await ask(LOOK_SH)
      if (!said.includes('drover-looked\n')) known = undefined
      return read(said)
    } catch (error) {
      known = undefined
      throw error
    }
  }
  return () => {
    known ??= look()
    return known
  }
}

function read(said: string): HostTraits {
  return { timeout: said.includes('drover-timeout\n'), signals: said.includes('drover-signals\n') }
}
