import { z } from 'zod'
import { databaseArgs } from '../../checks/database-args.ts'
import type { ActionContext } from '../../model/action.ts'
import { defineAction } from '../../model/define-action.ts'
import type { JobView, Tools } from '../../model/ports.ts'
import { pgpass } from '../../model/secret.ts'
import { quote, type Shell, sh } from '../../model/shell.ts'
import { UserError } from '../../model/user-error.ts'
import { atHome, foldersOf, type Home } from './home-sh.ts'
import { type Tried, tryFailed, tryJob, wasCut } from './try-job.ts'
import { withTunnel } from './tunnel.ts'
import { walGone } from './wal-gone.ts'

const args = z.object({
  source: databaseArgs,
  target: z.string(),
  folder: z.string(),
  bin: z.string(),
  owner: z.string(),
  /** Words for pg_basebackup's -Z, or empty. */
  compress: z.string(),
  bytes: z.coerce.number(),
  /** Most bytes a second; as fast as it goes when left out. */
  bytesPerSecond: z.number().optional(),
})

type Args = z.infer<typeof args>

/**
 * Copies the whole cluster's files into a folder beside the target's data folder, whose server goes on meanwhile, and
 * checks every file against the backup's manifest. After a cut the half copy is removed and the copy begins again.
 */
export const baseCopy = defineAction({
  name: 'base-copy',
  version: 1,
  args,
  on: ({ target }) => (typeof target === 'string' ? target : ''),
  shows: ({ source, target }) =>
    `pg_basebackup -X stream -c fast of ${'output' in source ? 'the source' : `${source.host}:${source.port}`} on ${typeof target === 'string' ? target : 'the target'}, through the bot; then pg_verifybackup`,
  run: async (given, tools, context) => {
    const { source, target, bytes } = given
    await context.proceed()
    await refuseWithoutWal(tools, given, context.scope.run)
    const tried = await withTunnel(tools, { from: target, to: source, signal: context.signal }, (port, signal) =>
      tryJob(tools, context, jobOf(given, port), signal, (view) =>
        showProgress(tools, given, view, context).catch(() => {}),
      ),
    )
    if (tried.code !== 0) throw failure(given, tried)
    context.report({ done: bytes, total: bytes, unit: 'bytes', note: 'every file checked' })
    return { tries: tried.tries }
  },
})

/** Without the session of keep-wal, a copy may turn out to be of no use after hours. */
async function refuseWithoutWal(tools: Tools, { source }: Args, run: string): Promise<void> {
  const sql = `select 1 from pg_replication_slots where temporary and active and slot_name like 'drover_${run}_keep_wal_%'`
  if ((await tools.databases.query(source, sql)).length === 0) throw walGone(source.host)
}

function failure({ source, target }: Args, tried: Tried): UserError {
  const gone = `The base copy of ${source.host} did not arrive on ${target}`
  // Its code says that the way broke, which the engine waits out: the action then begins again by itself.
  if (wasCut(tried))
    return new UserError(
      'ssh-lost',
      `${gone}: the line broke. It begins again from the start; nothing else was touched.`,
    )
  return tryFailed(
    `${gone}. The half copy is of no use; a retry begins again from the start. ${target} goes on as before.`,
    tried,
  )
}

function jobOf(given: Args, port: number) {
  const { source, target } = given
  const files = { pgpass: pgpass({ port, user: source.user, password: source.password }) }
  return { host: target, name: 'copy', script: copyScript(given, port), files }
}

/** pg_basebackup counts in kilobytes, from 32 to 1,048,576. */
function rateOf(bytesPerSecond: number): number {
  return Math.min(1_048_576, Math.max(32, Math.floor(bytesPerSecond / 1024)))
}

function copyScript({ source, compress, bytesPerSecond, ...home }: Args, port: number): Shell {
  const packing = compress ? sh` -Z ${compress}` : sh``
  const pace = bytesPerSecond === undefined ? sh`` : sh` -r ${rateOf(bytesPerSecond)}`
  return sh`${atHome(home)}
if [ -e "$side" ] && ! marked "$side"; then give_up "$side is there, and not made by this run, so nothing was copied"; fi
mkdir -p "$side"
put_mark "$side"
give_to_owner "$side"
if [ -f "$side/copied" ]; then exit 0; fi
end_server "$side/data"
rm -rf "$side/data"
cat "$DROVER_FILES/pgpass" > "$side/pgpass"
give_to_owner "$side/pgpass"
echo part=copy > "$DROVER_OUT"
as_owner env LC_ALL=C PGPASSFILE="$side/pgpass" PGSSLMODE=allow PGAPPNAME="drover-$run" PGCONNECT_TIMEOUT=15 "$bin/pg_basebackup" -w -h 127.0.0.1 -p ${port} -U ${source.user} -D "$side/data" -X stream -c fast${packing}${pace}
chmod 700 "$side/data"
echo part=check > "$DROVER_OUT"
as_owner "$bin/pg_verifybackup" -q "$side/data"
rm -f "$side/pgpass"
: > "$side/copied"
sync`
}

async function showProgress(tools: Tools, given: Args, { outputs }: JobView, { report, scope }: ActionContext) {
  const { target, folder, bytes, source } = given
  if (outputs['part'] === 'check')
    return report({ done: bytes, total: bytes, unit: 'bytes', note: 'checking every file against the manifest' })
  const { side } = foldersOf(folder, scope.run)
  // Files come and go while du walks, which it calls a failure.
  const { stdout } = await tools.hosts.ask(target, `du -sk ${quote(`${side}/data`)} 2>/dev/null | cut -f1 || :`)
  const done = Math.min(Number(stdout.trim() || 0) * 1024, bytes)
  report({ done, total: bytes, unit: 'bytes', note: `files of ${source.host}` })
}

/** Takes the copy away, if and only if this run made it. */
export function removeCopy(home: Home): Shell {
  return sh`${atHome(home)}
if [ ! -e "$side" ]; then exit 0; fi
if ! marked "$side"; then give_up "$side is not marked as made by this run, so it stays"; fi
if [ -e "$side/data" ]; then end_server "$side/data"; fi
rm -rf "$side"`
}
