/** What couch2pg's log says since it was started. Line formats recorded from cht-couch2pg 3.7.0. */
export interface LogReading {
  readonly normalMode: boolean
  /** Runs that ended well. */
  readonly completed: number
  readonly refreshed: number
  /** Sequence of the first change feed of each database, in the order they were read. */
  readonly firstFeeds: readonly string[]
  readonly errors: readonly string[]
  /** Something it cannot recover from by itself. */
  readonly fatal: string | undefined
}

const STAMP = /^\[(\d{4}-\d\d-\d\dT[\d:.]+Z) (\w+)\]:\s+(.*)$/
const FATAL =
  /XMLForms support failed|Too many consecutive errors|An unrecoverable error occurred|^exiting$|Unknown authenticationOk message type|must be owner of|MD5 checksum failed/
const FEEDS = 5

/** Reads the lines stamped at or after an instant; lines without a stamp belong to the one before. */
export function readLines(text: string, sinceAt: string): LogReading {
  const lines = since(text.split('\n'), Date.parse(sinceAt))
  const said = lines.map((line) => STAMP.exec(line)?.[3] ?? line)
  const feeds = said.flatMap((line) => /^Downloading CouchDB changes feed from (\S+)/.exec(line)?.[1] ?? [])
  return {
    normalMode: said.some((line) => line.startsWith('Adapter is running in NORMAL mode')),
    completed: said.filter((line) => line.startsWith('Run completed.')).length,
    refreshed: said.filter((line) => line.startsWith('{ refresh_matviews')).length,
    firstFeeds: feeds.slice(0, FEEDS),
    errors: lines.filter((line) => STAMP.exec(line)?.[2] === 'ERROR').map((line) => STAMP.exec(line)?.[3] ?? line),
    fatal: said.find((line) => FATAL.test(line.trim())),
  }
}

function since(lines: readonly string[], fromMs: number): readonly string[] {
  const first = lines.findIndex((line) => {
    const at = STAMP.exec(line)?.[1]
    return at !== undefined && Date.parse(at) >= fromMs - 1000
  })
  return first === -1 ? [] : lines.slice(first)
}
