import { endOf } from '../model/log-end.ts'
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
  const { known, match } = firstKnown(log, pitfalls)
  const fill = (text: string) => redact(text.replaceAll(/\$(\d)/g, (_, group) => match?.[Number(group)] ?? ''))
  const tail = lastLines(redact(log))
  return { summary, ...(known && { cause: fill(known.cause), fix: fill(known.fix) }), ...(tail && { tail }) }
}

/** The known cause that the log shows first: what comes after it mostly follows from it. */
function firstKnown(log: string, pitfalls: readonly Pitfall[]): { known?: Pitfall; match?: RegExpExecArray } {
  const found = pitfalls.flatMap((known) => {
    const match = known.pattern.exec(log)
    return match ? [{ known, match }] : []
  })
  return found.sort((a, b) => a.match.index - b.match.index)[0] ?? {}
}

/** The end of a log: few lines, and not too long for a card. */
export function lastLines(log: string): string {
  return endOf(log.trimEnd().split('\n').slice(-TAIL_LINES).join('\n'), TAIL_CHARS)
}
