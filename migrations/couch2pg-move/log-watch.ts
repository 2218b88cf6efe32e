import { defineCheck, refuse, render, type Tools, type Verdict, z } from '../../src/kit.ts'
import { type LogReading, readLines } from './log.ts'
import { readLog } from './runtime.ts'
import { sideArgs } from './stopped.ts'

const LINES = 20_000

/** The first run after the start: NORMAL mode, change feeds from the restored sequences, then completed. */
export const firstRun = defineCheck({
  name: 'couch2pg-first-run',
  version: 1,
  args: z.object({ side: sideArgs, since: z.string(), neverRead: z.number() }),
  title: ({ side }) => `Watch the first run of couch2pg on ${'output' in side ? 'the host' : side.host}`,
  measure: async ({ side, since }, tools, scope) => {
    const log = await logOf(tools, side)
    const { errors, fatal } = readLines(log, errorsSince(since, scope))
    return { ...readLines(log, since), errors, fatal }
  },
  judge: (found, { side, neverRead }): Verdict => judgeFirstRun(found, side.host, neverRead),
})

/** Several quiet cycles: runs complete and nothing complains. */
export const quietCycles = defineCheck({
  name: 'couch2pg-quiet-cycles',
  version: 1,
  args: z.object({ side: sideArgs, since: z.string(), cycles: z.number() }),
  title: ({ cycles }) => `Let couch2pg complete ${typeof cycles === 'number' ? cycles : 'several'} cycles`,
  measure: async ({ side, since }, tools, scope) => readLines(await logOf(tools, side), errorsSince(since, scope)),
  judge: (found, { side, cycles }): Verdict => judgeCycles(found, side.host, cycles),
})

/** A feed may start from 0 only where the source itself never got further. */
export function judgeFirstRun(found: LogReading, host: string, neverRead: number): Verdict {
  const values = { completed: found.completed }
  const broken = brokenBy(found, host)
  if (broken) return { outcome: 'fail', values, ...broken }
  const fromZero = found.firstFeeds.indexOf('0')
  if (found.firstFeeds.filter((seq) => seq === '0').length > neverRead)
    return {
      outcome: 'fail',
      values,
      summary: `couch2pg on ${host} reads change feed ${fromZero + 1} from 0, not from where the source was.`,
      advice:
        'It does not recognise its resume keys and fetches everything again. Stop it and compare COUCHDB_URL on both sides.',
    }
  if (found.normalMode && found.completed > 0)
    return {
      outcome: 'pass',
      values,
      summary: `couch2pg on ${host} went on from the restored sequences and completed its first run.`,
    }
  const [seq] = found.firstFeeds
  return {
    outcome: 'waiting',
    values,
    summary: found.normalMode
      ? `NORMAL mode, reading changes${seq ? ` from ${seq.split('-')[0]}` : ''}.`
      : 'Waiting for couch2pg to say that it runs in NORMAL mode.',
  }
}

export function judgeCycles(found: LogReading, host: string, cycles: number): Verdict {
  const values = { completed: found.completed, refreshed: found.refreshed }
  const broken = brokenBy(found, host)
  if (broken) return { outcome: 'fail', values, ...broken }
  const refreshes =
    found.refreshed === 0
      ? 'no data changed, so materialized views were not refreshed'
      : `materialized views were refreshed ${found.refreshed === 1 ? 'once' : `${found.refreshed} times`}`
  if (found.completed >= cycles)
    return {
      outcome: 'pass',
      values,
      summary: `couch2pg on ${host} completed ${found.completed} runs without an error; ${refreshes}.`,
    }
  return { outcome: 'waiting', values, summary: `${found.completed} of ${cycles} runs completed; ${refreshes}.` }
}

/** A cause in the log that couch2pg will not get over by itself. */
function brokenBy({ fatal, errors }: LogReading, host: string): { summary: string; advice: string } | undefined {
  const said = errors[0] ?? fatal
  if (said === undefined) return undefined
  return {
    summary: `couch2pg on ${host} says: ${said.slice(0, 200)}`,
    advice: adviceFor(`${fatal ?? ''} ${errors.join(' ')}`),
  }
}

function adviceFor(log: string): string {
  const known = ADVICE.find(([pattern]) => pattern.test(log))
  return known ? known[1] : 'Read its log on the host, mend the cause, then retry; users still use the source.'
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /authenticationOk/,
    "couch2pg cannot log in with a SCRAM password. On the target: set password_encryption = 'md5'; alter role couch2pg password '…'; then retry.",
  ],
  [
    /not populated/,
    'Fill the materialized view by hand: set search_path = public; refresh materialized view …; then retry.',
  ],
  [/must be owner/, 'Something in the new database belongs to another role: alter … owner to couch2pg, then retry.'],
  [
    /XMLForms support failed|Assignment to constant/,
    'Refreshing a materialized view failed, and couch2pg ends at once then. The line before in its log names it; refresh it by hand, then retry.',
  ],
  [
    /password authentication failed|database "[^"]+" does not exist/,
    'Postgres refused couch2pg. Correct user, password and database in its settings on the target, then retry.',
  ],
  [
    /ECONNREFUSED|EAI_AGAIN|ENOTFOUND|ETIMEDOUT/,
    'couch2pg does not reach CouchDB or Postgres. The Docker image only knows Postgres on port 5432. Correct its settings, then retry.',
  ],
  [
    /unauthorized|Name or password is incorrect/,
    'CouchDB refused the login in COUCHDB_URL. Correct it on the target, then retry.',
  ],
  [
    /MD5 checksum failed/,
    'Another version of couch2pg made this schema. Run the same version on both sides, then retry.',
  ],
]

/** Somebody who retries has mended what the log complained of before. */
function errorsSince(since: string, { attempt, startedAt }: { attempt: number; startedAt: string }): string {
  return attempt > 1 ? startedAt : since
}

async function logOf(tools: Tools, side: z.infer<typeof sideArgs>): Promise<string> {
  const { code, stdout, stderr } = await tools.hosts.ask(
    side.host,
    render(readLog(side, LINES), { output: () => undefined }),
    { timeoutMs: 60_000 },
  )
  if (code !== 0) refuse('log-unknown', `${side.host} did not give the log of couch2pg: ${stderr.trim()}`)
  return stdout
}
