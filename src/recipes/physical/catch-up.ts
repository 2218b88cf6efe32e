import { z } from 'zod'
import { databaseArgs } from '../../checks/database-args.ts'
import type { ActionContext } from '../../model/action.ts'
import { formatBytes } from '../../model/amount.ts'
import { defineAction } from '../../model/define-action.ts'
import type { Tools } from '../../model/ports.ts'
import { quote } from '../../model/shell.ts'
import { UserError } from '../../model/user-error.ts'
import { finishJob, startJob } from './catch-up-jobs.ts'
import { foldersOf } from './home-sh.ts'
import { pause, type Tried, tryFailed, tryJob, wasCut } from './try-job.ts'
import { withTunnel } from './tunnel.ts'
import { walGone } from './wal-gone.ts'

const args = z.object({
  source: databaseArgs,
  target: databaseArgs,
  folder: z.string(),
  bin: z.string(),
  owner: z.string(),
  /** The role that made the source's cluster. */
  superuser: z.string(),
  /** Place in the source's WAL to stop at. */
  place: z.string(),
})

export type CatchUp = z.infer<typeof args>

/**
 * Starts a server on the copy that nobody can reach but its own user, lets it replay the source's WAL up to the marked
 * place and no further, and makes it a server of its own. Killed anywhere, it goes on from where the server had come to.
 */
export const catchUp = defineAction({
  name: 'catch-up',
  version: 1,
  args,
  on: ({ target }) => ('output' in target ? '' : target.host),
  shows: ({ source }) =>
    `standby.signal, primary_conninfo = ${'output' in source ? 'the source' : source.host} through the bot, recovery_target_lsn = the marked place, recovery_target_action = promote`,
  run: async (given, tools, context) => {
    await context.proceed()
    return withTunnel(
      tools,
      { from: given.target.host, to: given.source, signal: context.signal },
      async (port, signal) => {
        const started = await tryJob(tools, context, startJob(given, port), signal)
        if (started.code !== 0) throw tryFailed(`The copy on ${given.target.host} did not start.${STAYS}`, started)
        await untilPromoted(tools, given, context, signal)
        const finished = await tryJob(tools, context, finishJob(given, port), signal)
        if (finished.code !== 0) throw unfinished(given, finished)
        return { place: given.place }
      },
    )
  },
})

function unfinished({ source, target }: CatchUp, tried: Tried): UserError {
  // Its code says that the way broke, which the engine waits out: the action then goes on by itself.
  if (wasCut(tried))
    return new UserError(
      'ssh-lost',
      `The line to ${source.host} broke while the copy on ${target.host} was finished.${STAYS}`,
    )
  return tryFailed(`The copy on ${target.host} could not be finished.${STAYS}`, tried)
}

const STAYS = ' Neither server was touched, and a retry goes on from there.'

/** The server's own status word in postmaster.pid, then the end of its log. */
const STATUS = (side: string) => `if [ -f ${quote(`${side}/promoted`)} ]; then echo over
elif [ -f ${quote(`${side}/data/postmaster.pid`)} ]; then sed -n 8p ${quote(`${side}/data/postmaster.pid`)}; else echo gone; fi
tail -n 30 ${quote(`${side}/server.log`)} 2>/dev/null || :`

async function untilPromoted(tools: Tools, given: CatchUp, context: ActionContext, signal: AbortSignal): Promise<void> {
  const { target, folder } = given
  const { side } = foldersOf(folder, context.scope.run)
  let total = 0
  for (let waitMs = 100; ; waitMs = Math.min(1000, waitMs * 2)) {
    const { stdout } = await tools.hosts.ask(target.host, STATUS(side))
    const [status = '', ...log] = stdout.split('\n')
    if (['ready', 'over'].includes(status.trim())) return
    if (status === 'gone' || /WAL segment \S+ has already been removed/.test(log.join('\n')))
      throw stopped(given, log.join('\n'))
    const left = await bytesLeft(tools, given, context.scope.run)
    total = Math.max(total, left ?? 0)
    const note =
      left === undefined ? `waiting for ${given.source.host}` : `${formatBytes(left)} behind the marked moment`
    context.report({ done: total - (left ?? total), total, unit: 'bytes', note })
    await pause(waitMs, signal)
  }
}

const leftRow = z.object({ left: z.coerce.number() })

/** How far the copy is behind the marked place, as the source sees it; undefined while nobody can tell. */
async function bytesLeft(tools: Tools, { source, place }: CatchUp, run: string): Promise<number | undefined> {
  const sql = `select greatest(0, pg_wal_lsn_diff('${place}', replay_lsn)) as left from pg_stat_replication where application_name = 'drover-${run}' and replay_lsn is not null`
  const [row] = await tools.databases.query(source, sql).catch(() => [])
  return row && leftRow.parse(row).left
}

function stopped({ source, target }: CatchUp, log: string): UserError {
  if (/has already been removed/.test(log)) return walGone(source.host)
  const said = log.split('\n').filter((line) => /FATAL|PANIC|ERROR/.test(line))
  return tryFailed(`The server on the copy on ${target.host} stopped.${STAYS}`, { log: said.slice(-5).join('\n') })
}
