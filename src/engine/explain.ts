import type { Pitfall } from '../model/migration.ts'
import type { Failure } from '../model/run.ts'

const TAIL_LINES = 15
const TAIL_CHARS = 2000

/** A failure in words: what happened, the end of the log, and cause and fix where the log shows a known one. */
export function explain(
  summary: string,
  log: string,
  pitfalls: readonly Pitfall[],
  redact: (text: string) => string,
): Failure {
  const known = pitfalls.find(({ pattern }) => pattern.test(log))
  const match = known?.pattern.exec(log)
  const fill = (text: string) => redact(text.replaceAll(/\$(\d)/g, (_, group) => match?.[Number(group)] ?? ''))
  const tail = redact(lastLines(log))
  return { summary, ...(known && { cause: fill(known.cause), fix: fill(known.fix) }), ...(tail && { tail }) }
}

/** The end of a log: few lines, and not too long for a card. */
export function lastLines(log: string): string {
  return log.trimEnd().split('\n').slice(-TAIL_LINES).join('\n').slice(-TAIL_CHARS)
}
