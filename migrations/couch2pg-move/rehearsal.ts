import { identifier, measureRows, type Rehearsal, refuse, type Step, type Tools, takeBack, z } from '../../src/kit.ts'
import { before } from './before.ts'
import { during } from './during.ts'
import { removeKeyFiles } from './key-files.ts'
import type { Params } from './params.ts'
import { sidesOf } from './sides.ts'

const scratch = z.strictObject({ trialDatabase: identifier().optional() })

/** The same copy and the same proofs, into a trial database on the target that is dropped again at the end. */
export const rehearsal = { scratch, plan, rowsNow }

function plan(params: Params, { trialDatabase = `${params.database}_rehearsal` }: z.infer<typeof scratch>): Rehearsal {
  refuseUnfit(params, trialDatabase)
  const { source, target, sourcePort, targetPort, database } = params
  const tried = { ...params, trialDatabase }
  const steps = [...before(tried), ...during(tried)].filter(isTried)
  const keyFiles = removeKeyFiles(target)
  return {
    params: tried,
    steps: [...steps, keyFiles, ...takeBack(steps)],
    locks: [`database:${target}:${targetPort}/${trialDatabase}`, `server:${target}:${targetPort}`],
    reads: { [`database:${source}:${sourcePort}/${database}`]: READERS },
    own: [keyFiles.id],
    leavesOut: leavesOut(params),
  }
}

/** Steps that read from the source; nothing else of a rehearsal may name its database. */
const READERS = ['hold-snapshot', 'copy-schema', 'copy-tables', 'set-sequences', 'dump']

/** No people are asked, since nothing of theirs is at stake, and couch2pg is left alone on both sides. */
function isTried({ id, kind }: Step): boolean {
  return kind !== 'gate' && id !== 'stop-target-couch2pg'
}

function refuseUnfit({ method, database, target }: Params, trial: string): void {
  if (trial === database)
    refuse(
      'bad-params',
      `trialDatabase: ${trial} is the database that production gets. Nothing was started. Name another, such as ${database}_rehearsal.`,
    )
  if (trial.length > NAME_MAX)
    refuse(
      'bad-params',
      `trialDatabase: ${trial} is longer than ${NAME_MAX} letters. Nothing was started. Name another.`,
    )
  if (method === 'physical')
    refuse(
      'no-rehearsal',
      `method=physical swaps the whole server of ${target}, so it cannot be tried beside it. Nothing was started. Rehearse method=stream or method=dump, or try the move on a spare server: /migrate start couch2pg-move target=…`,
    )
}

/** Postgres cuts longer names without a word. */
const NAME_MAX = 63

function leavesOut({ source, target, database, method }: Params): readonly string[] {
  return [
    `couch2pg on ${target} is neither stopped nor started, since its settings name ${database}: its first run, the soak and the comparison of documents are not rehearsed.`,
    `Users are not switched. Nothing on ${source} is stopped, dropped or deleted; the proof that it could be is the comparison of every row and of the structure.`,
    ...(method === 'dump' ? [`The archives do lie on ${source} for a while, and are removed again.`] : []),
    'Nobody is asked to approve, so nothing is learnt about how long people take.',
  ]
}

const ROWS_MS = 30_000

function rowsNow(params: Params, tools: Tools): Promise<number> {
  return measureRows(tools, sidesOf(params).source.database, ROWS_MS)
}
