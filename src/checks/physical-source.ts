import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { fill, pgpass, secretsIn } from '../model/secret.ts'
import { quote } from '../model/shell.ts'

const names = z.array(z.string())
const serverRow = z.object({
  version: z.coerce.number(),
  shape: z.string(),
  system: z.coerce.string(),
  in_recovery: z.boolean(),
  superuser: z.string(),
  is_super: z.boolean(),
  may_replicate: z.boolean(),
  wal_level: z.string(),
  full_page_writes: z.string(),
  free_senders: z.coerce.number(),
  free_slots: z.coerce.number(),
  tablespaces: names,
  subscriptions: names,
  prepared: z.coerce.number(),
  roles: names,
  locales: names,
  data_folder: z.string().nullable(),
})

const databaseRow = z.object({ name: z.string(), bytes: z.coerce.number(), open: z.boolean() })
const insideRow = z.object({ extensions: names, unlogged: names, unlockable: names, may_mark: z.boolean() })

/** What is inside one database of the source's cluster. */
export interface SourceDatabase extends z.infer<typeof insideRow> {
  readonly name: string
  readonly bytes: number
}

/** What a move by files has to know of the source. */
export interface SourceFacts extends z.infer<typeof serverRow> {
  readonly databases: readonly SourceDatabase[]
  /** What pg_basebackup's -Z may ask of this server. */
  readonly compressions: readonly string[]
  /** What the server said when a replication connection was tried, or empty when it was accepted. */
  readonly replicationRefusal: string
  readonly machine: string
  readonly library: string
  /** Free on the disk of the WAL, as far as the login can see it. */
  readonly walFreeBytes: number
}

export async function sourceFacts(tools: Tools, source: DatabaseRef): Promise<SourceFacts> {
  const [row] = await tools.databases.query(source, SERVER_SQL)
  const server = serverRow.parse(row)
  const [databases, compressions, replicationRefusal, machine] = await Promise.all([
    databasesOf(tools, source),
    compressionsOf(tools, source),
    tryReplication(tools, source),
    machineOf(tools, source.host, server.data_folder ?? '/'),
  ])
  return { ...server, databases, compressions, replicationRefusal, ...machine }
}

async function databasesOf(tools: Tools, source: DatabaseRef): Promise<readonly SourceDatabase[]> {
  const found = (await tools.databases.query(source, DATABASES_SQL)).map((row) => databaseRow.parse(row))
  const inside = found.map(async ({ name, bytes, open }): Promise<SourceDatabase> => {
    if (!open) return { name, bytes, extensions: [], unlogged: [], unlockable: [], may_mark: true }
    const [row] = await tools.databases.query({ ...source, database: name }, INSIDE_SQL)
    return { name, bytes, ...insideRow.parse(row) }
  })
  return Promise.all(inside)
}

/** Only a superuser may ask how a server was built; for others the bytes go as they are. */
async function compressionsOf(tools: Tools, source: DatabaseRef): Promise<readonly string[]> {
  const sql = `select setting from pg_catalog.pg_config where name = 'CONFIGURE'`
  const rows = await tools.databases.query(source, sql).catch((): readonly Record<string, unknown>[] => [])
  const setting = z.object({ setting: z.string() }).safeParse(rows[0]).data?.setting ?? ''
  return [
    ...(setting.includes('--with-zstd') ? ['server-zstd:1'] : []),
    ...(setting !== '' && !setting.includes('--without-zlib') ? ['server-gzip:1'] : []),
  ]
}

/** Comes to the server from the same side as the copy will, so that pg_hba.conf judges it the same. */
async function tryReplication(tools: Tools, { host, address, port, user, password }: DatabaseRef): Promise<string> {
  const file = pgpass({ port, user, password })
  const secrets = new Map(
    await Promise.all(
      secretsIn(file).map(async (name): Promise<[string, string]> => [name, await tools.secrets.reveal(name)]),
    ),
  )
  const login = `-h ${quote(address ?? '127.0.0.1')} -p ${port} -U ${quote(user)}`
  const command = `umask 077; file=$(mktemp); trap 'rm -f "$file"' EXIT; cat > "$file"
PGPASSFILE=$file PGCONNECT_TIMEOUT=15 psql -qXAt -w ${login} -d replication=true -c IDENTIFY_SYSTEM`
  const { code, stderr, stdout } = await tools.hosts.ask(host, command, { stdin: fill(file, secrets) })
  return code === 0 ? '' : (stderr || stdout).trim().split('\n').slice(-1).join('')
}

async function machineOf(tools: Tools, host: string, folder: string) {
  const { stdout } = await tools.hosts.ask(host, `${MACHINE_SH}\np=${quote(`${folder}/pg_wal`)}\n${FREE_SH}`)
  const [machine = '', library = '', freeKb = '0'] = stdout.trim().split('\n')
  return { machine, library, walFreeBytes: Number(freeKb) * 1024 }
}

/** Prints the architecture with its byte order, and the C library whose sorting rules text indexes follow. */
export const MACHINE_SH = `echo "$(uname -m) $(printf '\\001\\000' | od -An -td2 | tr -d ' ')"
(getconf GNU_LIBC_VERSION || ldd --version 2>&1 | head -n 1) 2>/dev/null | head -n 1 | grep . || echo unknown`

/** Prints the free kilobytes where $p is, or would be. */
export const FREE_SH = `while ! [ -e "$p" ] && [ "$p" != / ]; do p=$(dirname "$p"); done
df -P -k "$p" | { read -r _; read -r _ _ _ free _; echo "$free"; }`

const DEFAULT_TABLESPACES = `'pg_default', 'pg_global'`

/** Block sizes and segment size have to be built the same. */
export const SHAPE = `concat_ws('/', current_setting('block_size'), current_setting('wal_block_size'), current_setting('segment_size'), current_setting('wal_segment_size'))`

const SERVER_SQL = `
  select current_setting('server_version_num')::int as version, ${SHAPE} as shape,
    (select system_identifier::text from pg_control_system()) as system,
    pg_is_in_recovery() as in_recovery,
    (select rolname::text from pg_roles where oid = 10) as superuser,
    me.rolsuper as is_super, me.rolsuper or me.rolreplication as may_replicate,
    current_setting('wal_level') as wal_level, current_setting('full_page_writes') as full_page_writes,
    current_setting('max_wal_senders')::int - (select count(*) from pg_stat_replication) as free_senders,
    current_setting('max_replication_slots')::int - (select count(*) from pg_replication_slots) as free_slots,
    array(select spcname::text from pg_tablespace where spcname not in (${DEFAULT_TABLESPACES}) order by 1) as tablespaces,
    array(select subname::text from pg_subscription where subenabled order by 1) as subscriptions,
    (select count(*) from pg_prepared_xacts) as prepared,
    array(select rolname::text from pg_roles where rolcanlogin order by 1) as roles,
    array(select distinct l::text from pg_database, unnest(array[datcollate, datctype]) l where l not in ('C', 'POSIX') order by 1) as locales,
    case when pg_has_role(current_user, 'pg_read_all_settings', 'member') then current_setting('data_directory') end as data_folder
  from pg_roles me where me.rolname = current_user`

const DATABASES_SQL = `
  select datname::text as name, pg_database_size(oid) as bytes, datallowconn and not datistemplate as open
  from pg_database order by 2 desc`

const INSIDE_SQL = `
  select array(select extname::text from pg_extension where extname <> 'plpgsql' order by 1) as extensions,
    array(select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence = 'u' and pg_relation_size(c.oid) > 0 order by 1) as unlogged,
    array(select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
        and not has_table_privilege(c.oid, 'update, delete, truncate') order by 1) as unlockable,
    has_function_privilege('pg_logical_emit_message(boolean, text, text)', 'execute') as may_mark`
