import { TABLES_SQL } from './tables.ts'

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * One row that the whole server can tell of a database, asked in another one: a look must not be a session in it.
 * Counters are read as JSON, since sessions are only counted from version 14 on. Who may not see others' sessions gets
 * no state and no kind of them. https://www.postgresql.org/docs/current/monitoring-stats.html
 */
export function serverSql(database: string): string {
  return `
  with it as (select oid, datdba, datacl, datallowconn from pg_database where datname = ${literal(database)}),
  client as (
    select coalesce(application_name, '') as program, usename::text as role, count(*) as sessions,
      count(*) filter (where state <> 'idle') as busy, count(*) filter (where state is null and backend_type is null) as hidden,
      count(distinct coalesce(host(client_addr), 'local')) as addresses
    from pg_stat_activity
    where datid = (select oid from it) and pid <> pg_backend_pid() and application_name <> 'drover'
      and coalesce(backend_type, 'client backend') in ('client backend', 'walsender')
    group by 1, 2)
  select exists (select from it) as present, current_user::text as login,
    current_setting('server_version_num')::int / 10000 as major,
    (select pg_database_size(oid) from it) as size_bytes,
    (select shobj_description(oid, 'pg_database') from it) as comment,
    (select (to_jsonb(s) ->> 'sessions')::bigint from pg_stat_database s where datid = (select oid from it)) as sessions,
    (select to_char(stats_reset at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from pg_stat_database where datid = (select oid from it)) as counted_since,
    coalesce((select jsonb_agg(to_jsonb(client) order by sessions desc, program) from client), '[]') as clients,
    array(select slot_name::text from pg_replication_slots where database = ${literal(database)} order by 1) as slots,
    array(select subname::text from pg_subscription where subdbid = (select oid from it) order by 1) as subscriptions,
    (select count(*) from pg_prepared_xacts where database = ${literal(database)}) as prepared,
    array(
      select distinct coalesce(r.rolname::text, 'public') from it, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
        left join pg_roles r on r.oid = a.grantee
      where a.privilege_type = 'CONNECT' and r.rolname is distinct from current_user order by 1) as may_connect,
    array(select datname::text from pg_database where datallowconn and not datistemplate and oid is distinct from (select oid from it) order by 1) as others,
    case when current_setting('track_commit_timestamp')::bool
      then (select to_char("timestamp" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from pg_last_committed_xact()) end as last_commit`
}

/** The biggest tables, how many rows Postgres thinks they hold, and how many rows were written since it counts. */
export const TABLE_FACTS_SQL = `
  select t.table, pg_total_relation_size(t.oid) as bytes,
    case when coalesce(s.n_live_tup, 0) > 0 then s.n_live_tup else greatest(c.reltuples, 0)::bigint end as rows,
    coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0) as written
  from (${TABLES_SQL}) t join pg_class c on c.oid = t.oid left join pg_stat_all_tables s on s.relid = t.oid
  order by bytes desc, t.table`

/** When the newest row that is still there was committed; only with track_commit_timestamp, and at the cost of a scan. */
export function newestRowSql(tables: readonly string[]): string {
  const each = tables.map((table) => `select max(pg_xact_commit_timestamp(xmin)) as at from only ${table}`)
  return `select to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from (${each.join(' union all ')}) newest`
}

/** What in a database points at another one of that name: foreign servers, and functions that call dblink. */
export function pointersSql(database: string): string {
  return `
  select array(
    select 'foreign server ' || srvname from pg_foreign_server where ${literal(`dbname=${database}`)} = any (srvoptions)
    union all
    select 'function ' || p.oid::regprocedure from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and prosrc like '%dblink%' and strpos(prosrc, ${literal(`dbname=${database}`)}) > 0
    order by 1)::text[] as pointers`
}
