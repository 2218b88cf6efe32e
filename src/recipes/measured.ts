import { UserError } from '../model/user-error.ts'

/** What somebody tried to measure: the value, or why it is not known. */
export type Measured<Value> =
  | { readonly is: 'known'; readonly value: Value }
  | { readonly is: 'unknown'; readonly why: string }

/**
 * Tries to measure something for at most that long, or until the signal fires. What goes wrong with the host is said,
 * not thrown: it makes the value unknown. Anything but a UserError is a fault of our own, and is thrown.
 */
export async function tryMeasure<Value>(
  limit: { readonly signal: AbortSignal; readonly timeoutMs: number },
  measure: (signal: AbortSignal) => Promise<Value>,
): Promise<Measured<Value>> {
  const signal = AbortSignal.any([limit.signal, AbortSignal.timeout(limit.timeoutMs)])
  try {
    return { is: 'known', value: await beforeEnd(signal, measure(signal)) }
  } catch (error) {
    return { is: 'unknown', why: signal.aborted ? 'it took too long' : reason(error) }
  }
}

/** The outcome of the work, or the signal's reason if that comes first. */
export function beforeEnd<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** The first sentence says what happened; the rest would say what to do about a thing that nobody asked for. */
function reason(error: unknown): string {
  if (!(error instanceof UserError)) throw error
  const [first = error.message] = error.message.split(/\. (?=[A-Z])|\n/)
  return first.replace(/\.$/, '')
}
