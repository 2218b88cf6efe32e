/** A stand-in for journalctl on a demo host: couch2pg's log without a prefix, as `-o cat` prints it. */
import { readLog } from './container.ts'
import { parseFlags } from './flags.ts'
import { logWindow, parseSince } from './log-window.ts'
import { placeHere } from './place.ts'
import { finish, type Result } from './result.ts'

finish(await run(process.argv.slice(2)))

async function run(args: string[]): Promise<Result> {
  const { flags } = parseFlags(args, {
    '-u': { name: 'unit', hasValue: true },
    '--unit': { name: 'unit', hasValue: true },
    '-o': { name: 'output', hasValue: true },
    '--output': { name: 'output', hasValue: true },
    '--no-pager': { name: 'no-pager' },
    '-q': { name: 'quiet' },
    '-S': { name: 'since', hasValue: true },
    '--since': { name: 'since', hasValue: true },
    '-n': { name: 'lines', hasValue: true },
    '--lines': { name: 'lines', hasValue: true },
  })
  const since = flags.get('since')
  const sinceMs = since === undefined ? undefined : parseSince(since, Date.now())
  if (since !== undefined && sinceMs === undefined) return { stderr: `Failed to parse timestamp: ${since}\n`, code: 1 }
  const lastLines = flags.has('lines') ? Number(flags.get('lines')) : undefined
  const isOurs = /^couch2pg(\.service)?$/.test(flags.get('unit') ?? '')
  const lines = isOurs ? logWindow(await readLog(placeHere()), { sinceMs, lastLines }) : []
  return { stdout: lines.length > 0 ? `${lines.join('\n')}\n` : '-- No entries --\n' }
}
