import { AUDIT_CSV_HEAD, auditCsvLine } from '../model/audit-text.ts'
import type { ChainedEvent, Journal } from '../model/journal.ts'
import type { Records } from '../model/records.ts'
import type { Run } from '../model/run.ts'
import { refuse } from '../model/user-error.ts'
import { seal } from './envelope.ts'
import { namesIn, withNames } from './names.ts'
import type { Source } from './parts/source.ts'
import type { Report } from './report.ts'
import { reportOf } from './report-of.ts'
import type { Signer } from './signature.ts'

/** Where a report's facts come from. */
export interface ReporterParts {
  readonly journal: Pick<Journal, 'get' | 'history' | 'timings'>
  readonly nameOf: (id: string) => Promise<string>
  /** Masks secrets and row content. */
  readonly redact: (text: string) => string
  readonly signer: () => Signer
  readonly now: () => Date
}

/** Makes the files of a run's record. Each throws a UserError when there is no such run. */
export function createReporter(parts: ReporterParts): Pick<Records, 'report' | 'audit'> {
  const { journal, redact } = parts
  return {
    async report(runId) {
      const report = reportOf(await gather(await find(runId, journal), parts), redact)
      const { html, json } = seal(report, parts.signer())
      const name = fileNameOf(report)
      return { html: { name: `${name}.html`, text: html }, json: { name: `${name}.json`, text: json } }
    },
    async audit(runId) {
      await find(runId, journal)
      const history = await journal.history(runId)
      const nameOf = await namesIn(history, parts.nameOf)
      return { name: `audit-${runId}-${history.length}.csv`, text: csvOf(runId, history, { nameOf, redact }) }
    },
  }
}

async function find(runId: string, journal: ReporterParts['journal']): Promise<Run> {
  const run = await journal.get(runId)
  return run ?? refuse('no-such-run', `There is no run ${runId}. /migrate status lists the runs of this channel.`)
}

function csvOf(
  run: string,
  history: readonly ChainedEvent[],
  { nameOf, redact }: { nameOf: (id: string) => string; redact: (text: string) => string },
): string {
  const masked = (text: string) => redact(withNames(text, nameOf))
  return AUDIT_CSV_HEAD + history.map((one) => auditCsvLine({ run, ...one }, { nameOf, redact: masked })).join('')
}

async function gather({ id, plan }: Run, { journal, nameOf, now }: ReporterParts): Promise<Source> {
  const [history, timings] = await Promise.all([journal.history(id), journal.timings(plan.migration)])
  const earlier = [...new Set(timings.map(({ run }) => run))]
  const modes = await Promise.all(
    earlier.map(async (run): Promise<[string, string]> => [run, (await journal.get(run))?.plan.mode ?? 'production']),
  )
  return {
    runId: id,
    history,
    timings,
    modes: Object.fromEntries(modes),
    now: now().toISOString(),
    nameOf: await namesIn(history, nameOf),
  }
}

/** A report of a run that goes on is one of many. */
function fileNameOf({ run }: Report): string {
  return run.hasEnded ? `report-${run.id}` : `report-${run.id}-${run.asOf.slice(0, 16).replaceAll(/[-:]/g, '')}`
}
