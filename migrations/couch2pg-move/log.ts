/** What couch2pg's log says since it was started. Line formats recorded from cht-couch2pg 3.7.0. */
export interface LogReading {
  readonly normalMode: boolean
  /** Runs that ended well. */
  readonly completed: number
  readonly refreshed: number
  /** Where the first run began to read each database, in the order they were read. */
  readonly firstFeeds: readonly string[]
  /** What went wrong, one line each; headlines that only say that something did are left out where the cause follows. */
  readonly errors: readonly string[]
  /** Something it cannot recover from by itself. */
  readonly fatal: string | undefined
}

const STAMP = /^\[(\d{4}-\d\d-\d\dT[\d:.]+Z) (\w+)\]:\s+(.*)$/
const FATAL =
  /XMLForms support failed|Too many consecutive errors|An unrecoverable error occurred|^exiting$|^Error: Unknown authenticationOk message type|must be owner of|MD5 checksum failed/
const HEADLINE = /^(Couch2PG import failed|XMLForms support failed|An unrecoverable error occurred|exiting)$/

/** Reads the lines stamped at or after an instant; lines without a stamp belong to the one before. */
export function readLines(text: string, sinceAt: string): LogReading {
  const lines = since(text.split('\n'), Date.parse(sinceAt))
  const said = lines.map((line) => (STAMP.exec(line)?.[3] ?? line).trim())
  const newest = said.slice(Math.max(0, said.findLastIndex(isStart)))
  const complaints = lines.flatMap((line, index) =>
    STAMP.exec(line)?.[2] === 'ERROR' ? [complaintAt(said, index)] : [],
  )
  const causes = complaints.filter((line) => !HEADLINE.test(line))
  return {
    normalMode: said.some(isStart),
    completed: said.filter((line) => line.startsWith('Run completed.')).length,
    refreshed: said.filter((line) => line.startsWith('{ refresh_matviews')).length,
    firstFeeds: firstFeeds(newest),
    errors: causes.length > 0 ? causes : complaints,
    fatal: said.find((line) => FATAL.test(line)),
  }
}

function isStart(line: string): boolean {
  return line.startsWith('Adapter is running in NORMAL mode')
}

/** An error object is printed over several lines, with its message in one of them. */
function complaintAt(said: readonly string[], index: number): string {
  const first = said[index] ?? ''
  if (first !== '{') return first
  const message = said.slice(index, index + 10).flatMap((line) => /^message: '(.*)',?$/.exec(line)?.[1] ?? [])
  return message[0] ?? first
}

/** couch2pg asks each database for changes until there are none, so only the first question of each one counts. */
function firstFeeds(said: readonly string[]): readonly string[] {
  const runs = said.join('\n').split('\nBeginning couch2pg')
  const databases = (runs[1] ?? '').split('\nImport loop complete')
  return databases.flatMap((one) => /^Downloading CouchDB changes feed from (\S+)/m.exec(one)?.[1] ?? [])
}

function since(lines: readonly string[], fromMs: number): readonly string[] {
  const first = lines.findIndex((line) => {
    const at = STAMP.exec(line)?.[1]
    return at !== undefined && Date.parse(at) >= fromMs - 1000
  })
  return first === -1 ? [] : lines.slice(first)
}
