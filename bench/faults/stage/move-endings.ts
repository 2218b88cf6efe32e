import { progressOf, type Run } from '../../../src/model/run.ts'
import type { Ending } from '../cell.ts'
import { type ClusterScene, DATABASE, type Side } from './clusters.ts'
import { DRIVER, whereIs } from './small-bot.ts'

const MOST_FAILURES = 4

/** What is said of a run that nothing has stopped. */
export const STRAIGHT = 'The run succeeded without a stop.'

/**
 * Somebody does what each failure says until the run has ended well: `mend` where it says to, then a retry, or a rollback
 * and another run. Right when every failure names its cause and what to do, and both databases hold the same at the end.
 */
export async function endsEqual(
  scene: ClusterScene,
  mend: () => Promise<void> = async () => undefined,
): Promise<Ending> {
  const said: string[] = []
  for (let failures = 0; failures <= MOST_FAILURES; failures++) {
    const run = await untilSettled(scene, mend)
    if (run.status === 'succeeded') return judged(scene, said)
    if (run.status === 'held' && run.hold) {
      said.push(`It was held: ${run.hold.reason}`)
      await mend()
      await scene.bot.send({ type: 'release', by: DRIVER })
      continue
    }
    if (run.status !== 'failed') return { ended: 'wrong', saw: `${said.join(' ')} Then ${whereIs(run)}` }
    const { cause, fix, rest } = failureOf(run)
    said.push(`It failed: ${cause ?? 'no cause.'} ${fix ?? 'No way out.'}`)
    if (cause === undefined || fix === undefined)
      return { ended: 'wrong', saw: `No cause or no way out was named: ${whereIs(run)} ${rest}` }
    await mend()
    await (/roll back/i.test(fix) ? beginAgain(scene) : scene.bot.send({ type: 'retry', by: DRIVER }))
  }
  return { ended: 'wrong', saw: `It failed again and again: ${said.join(' ')}` }
}

/** A check says in its summary what it found; everything else needs a known cause. */
function failureOf(run: Run) {
  const step = run.plan.steps[run.at]
  const { failure } = progressOf(run, step?.id ?? '')
  const cause = failure?.cause ?? (step?.kind === 'check' ? failure?.summary : undefined)
  return { cause, fix: failure?.fix, rest: failure?.tail ?? '' }
}

/** A run that waits for a server goes on by itself once that is back. */
async function untilSettled({ bot }: ClusterScene, mend: () => Promise<void>): Promise<Run> {
  const run = await bot.until('an end or a word', (found) => isSettled(found) || bot.runs.stallOf(found.id))
  if (isSettled(run)) return run
  await mend()
  return bot.until('an end', isSettled)
}

const SETTLED: readonly Run['status'][] = ['succeeded', 'failed', 'uncertain', 'held', 'aborted']

function isSettled({ status }: Run): boolean {
  return SETTLED.includes(status)
}

async function beginAgain({ bot, target }: ClusterScene): Promise<void> {
  await bot.send({ type: 'rollback', by: DRIVER, reason: 'The failure said so.' })
  const run = await bot.until('the rollback', ({ status }) => status === 'rolled-back' || status === 'failed')
  if (run.status !== 'rolled-back') throw new Error(`It could not be rolled back: ${whereIs(run)}`)
  const left = await target.cluster.psql('postgres', `select count(*) from pg_database where datname = '${DATABASE}'`)
  if (left !== '0') throw new Error('It was rolled back, and the new database is still there.')
  await bot.begin()
}

async function judged({ source, target }: ClusterScene, said: readonly string[]): Promise<Ending> {
  const [old, now] = await Promise.all([contentOf(source), contentOf(target)])
  const times = said.length === 1 ? 'once' : `${said.length} times`
  const words = [...said, said.length === 0 ? STRAIGHT : `The run succeeded, stopped ${times} on its way.`].join(' ')
  return old === now
    ? { ended: 'right', saw: `${words} Both databases hold the same ${old.length} bytes.` }
    : { ended: 'wrong', saw: `${words} The databases differ.` }
}

/** Everything in a database as COPY writes it, and which of its views are filled. */
export async function contentOf({ cluster }: Side): Promise<string> {
  return cluster.psql(DATABASE, WHOLE)
}

const WHOLE = `set statement_timeout = 0;
copy (select * from docs order by id) to stdout;
copy (select * from few order by a) to stdout;
copy (select * from filled) to stdout;
copy (select relname, relkind, relispopulated from pg_class where relnamespace = 'public'::regnamespace order by 1) to stdout;`
