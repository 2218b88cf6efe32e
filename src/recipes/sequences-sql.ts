/**
 * Prints the statements that set every sequence, each read by itself: pg_sequences shows neither one that was set and not
 * used since, nor one that the login may not read, which is an error here. Of an extension's only those that it says are
 * to be kept.
 */
export const SEQUENCES_SQL = `
  select format('select format(''select pg_catalog.setval(%%L, %%s, %%L);'', %L, last_value, is_called) from %s', name, name)
  from (select format('%I.%I', n.nspname, c.relname) as name, c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and c.relpersistence <> 't' and n.nspname <> 'drover' and n.nspname !~ '^pg_') s
  where not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype = 'e')
    or exists (select from pg_extension e where s.oid = any (e.extconfig))
  order by name \\gexec`
