import pg from 'pg'
import { progressOf } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { type ClusterScene, DATABASE, FEWER_ROWS, onClusters } from '../stage/clusters.ts'
import { contentOf, endsEqual } from '../stage/move-endings.ts'
import { whereIs } from '../stage/small-bot.ts'

/** Each write puts a row in and counts it in the same transaction, so that a moment of the data can be told from a mixture. */
const WRITE = `with n as (update few set a = a + 1 where a >= 100 returning a) insert into docs select 100000 + a, 'written meanwhile' from n`
/** One moment: as many rows as were counted, the newest of them the last one counted. */
const ONE_MOMENT = `select (select max(a) - 100 from few) = (select count(*) from docs where id > 100000)
  and (select max(a) from few) = coalesce((select max(id) - 100000 from docs where id > 100000), 100)`
const OLD_ROWS = 'copy (select * from docs where id <= 100000 order by id) to stdout'

async function writesOnSource(scene: ClusterScene): Promise<Ending> {
  const { source, target, bot } = scene
  await source.cluster.psql(DATABASE, 'insert into few values (100)')
  const client = new pg.Client(source.cluster.url('postgres', DATABASE))
  await client.connect()
  let writes = 0
  let isOver = false
  const writing = (async () => {
    for (; !isOver; writes++) await client.query(WRITE)
  })()
  try {
    await bot.begin()
    const run = await bot.until('an end', ({ status }) => status !== 'running')
    isOver = true
    await writing
    const ask = (sql: string) => Promise.all([source, target].map(({ cluster }) => cluster.psql(DATABASE, sql)))
    const [before, after] = await ask(OLD_ROWS)
    const [, isOneMoment] = await ask(ONE_MOMENT)
    const [total, moved] = await ask('select count(*) from docs where id > 100000')
    const saw = `${whereIs(run)} ${writes} rows were written meanwhile; the target has the ${moved} of its moment, the source ${total}.`
    const isRight = run.status === 'succeeded' && before === after && isOneMoment === 't'
    return { ended: isRight ? 'right' : 'wrong', saw }
  } finally {
    isOver = true
    await writing.catch(() => undefined)
    await client.end()
  }
}

/** The proof finds it, whoever wrote it, and nothing goes on. */
async function writesOnTarget(scene: ClusterScene): Promise<Ending> {
  const { source, target, bot } = scene
  await bot.begin()
  await scene.untilAfter('copy-tables')
  await target.cluster.psql(DATABASE, `update docs set doc = 'written by somebody else' where id = 77`)
  const run = await bot.until('an end', ({ status }) => status !== 'running')
  const [old, now] = await Promise.all([contentOf(source), contentOf(target)])
  const { state, failure } = progressOf(run, 'verification')
  const saw = whereIs(run)
  if (old === now) throw new Error('The row was written too late: both databases hold the same.')
  if (run.status !== 'failed' || state !== 'failed') return { ended: 'wrong', saw: `Called equal: ${saw}` }
  if (!/public\.docs .* but not the same/.test(failure?.summary ?? ''))
    return { ended: 'wrong', saw: `The table is not named: ${saw}` }
  return endsEqual(scene)
}

export const WRITERS: readonly Cell[] = [
  {
    part: 'Postgres',
    name: 'rows-written-on-source',
    fault: 'rows are written to the source during the whole move',
    should: 'the target holds one moment of the source exactly',
    may: 'right',
    run: () => onClusters({ rows: FEWER_ROWS }, writesOnSource),
  },
  {
    part: 'Postgres',
    name: 'row-changed-on-target',
    fault: 'somebody changes one row on the target during the move',
    should: 'the proof fails and names the table; it is never called equal',
    may: 'right',
    run: () => onClusters({}, writesOnTarget),
  },
]
