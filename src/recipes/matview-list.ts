/** Where the list of materialized views to fill lives: in the target, as of the snapshot. */
export const MATVIEWS_TABLE_SQL = 'create table drover.matviews (name text primary key);'

/** Prints the statements that write the list: those that the source has filled. */
export const MATVIEWS_SQL = `
  select format('insert into drover.matviews values (%L);', format('%I.%I', n.nspname, c.relname))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' and c.relispopulated order by 1`

/** The list as JSON. */
export const MATVIEWS_WANTED_SQL = `select coalesce(json_agg(name), '[]') from drover.matviews`
