/** No line of a log is shown longer. What is known to be row content is known by how its line begins. */
const LINE_CHARS = 1000

/**
 * The end of a log, of whole lines: the beginning of a line says what the rest of it is, so a line that was cut at its
 * beginning could show row content that nobody would know for it.
 */
export function endOf(log: string, mostChars: number): string {
  const lines = log.split('\n').map((line) => (line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS)}…` : line))
  const text = lines.join('\n')
  if (text.length <= mostChars) return text
  const end = text.slice(-mostChars)
  const isWhole = text.at(-mostChars - 1) === '\n'
  return isWhole ? end : end.slice(end.indexOf('\n') + 1)
}
