const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_'`

/**
 * Encoding and locale as CREATE DATABASE takes them. Providers came with version 15; what they are called in pg_database
 * changed since: https://www.postgresql.org/docs/current/catalog-pg-database.html
 */
const CREATE_OPTIONS = `(
  select format('encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(encoding), datcollate, datctype) || case d->>'datlocprovider'
    when 'i' then format(' locale_provider icu icu_locale %L', coalesce(d->>'datlocale', d->>'daticulocale')) || coalesce(format(' icu_rules %L', d->>'daticurules'), '')
    when 'b' then format(' locale_provider builtin builtin_locale %L', d->>'datlocale')
    else '' end
  from to_jsonb(pg_database) d)`

/** One row about the database that is asked. */
export const INVENTORY_SQL = `
  select pg_database_size(current_database()) as size_bytes,
    array(select format('%I.%I', schemaname, matviewname) from pg_matviews where ispopulated order by 1)::text[] as matviews,
    (select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class where relkind = 'm') as view_bytes,
    array(select extname::text from pg_extension where extname <> 'plpgsql' order by 1) as extensions,
    array(select pg_get_userbyid(c.relowner)::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS}
      union select pg_get_userbyid(refobjid)::text from pg_shdepend s where s.refclassid = 'pg_authid'::regclass and s.dbid = pg_database.oid
      union select pg_get_userbyid(setrole)::text from pg_db_role_setting where setdatabase = pg_database.oid and setrole <> 0
      union select pg_get_userbyid(a.grantee)::text from aclexplode(datacl) a where a.grantee <> 0 order by 1) as roles,
    array(select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'm' and ${OURS} and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null)
      order by 1)::text[] as unindexed_matviews,
    (select count(*) from pg_largeobject_metadata) as large_objects,
    (select count(*) from pg_subscription where subdbid = pg_database.oid) as subscriptions,
    (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'drover' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relname not in ('ledger', 'chunks', 'entries', 'matviews')) as strangers,
    array(select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f' order by 1)::text[] as foreign_tables,
    array(select pubname::text from pg_publication order by 1) as publications,
    array(select distinct spcname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_tablespace t on t.oid = c.reltablespace
      where ${OURS} order by 1) as tablespaces,
    array(select format('%I.%I', n.nspname, c.relname) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and c.relkind = 'i' and ${OURS} order by 1)::text[] as invalid_indexes,
    pg_encoding_to_char(encoding) as encoding, datcollate as collation, ${CREATE_OPTIONS} as create_options
  from pg_database where datname = current_database()`
