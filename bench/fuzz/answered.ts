import { UserError } from '../../src/model/user-error.ts'

/** More than Slack takes in one message. */
export const MESSAGE_CHARS = 4_000

/** The value, or undefined where a person was refused with a proper sentence. Throws whatever else happened. */
export async function answered<Value>(
  attempt: () => Promise<Value> | Value,
  mostChars = Number.POSITIVE_INFINITY,
): Promise<Value | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    assertSentence(error.message, mostChars)
    return undefined
  }
}

/** Throws unless people could read it: it has words, an end, a bounded length, and no program's own words. */
export function assertSentence(text: string, mostChars = Number.POSITIVE_INFINITY): void {
  const wrong = wrongWith(text, mostChars)
  if (wrong) throw new Error(`${wrong}: ${JSON.stringify(text.slice(0, 300))}`)
}

function wrongWith(text: string, mostChars: number): string | undefined {
  if (!/\p{L}{2,}/u.test(text)) return 'a sentence without words'
  if (text.length > mostChars) return `a sentence of ${text.length} characters`
  if (/^\s*(Type|Range|Syntax|Reference)?Error\b|\n\s+at \S+ \(|\[object Object\]/.test(text))
    return 'words of a program'
  return undefined
}
