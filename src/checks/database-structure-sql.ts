import { plainText } from './plain-text.ts'

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_'`

/** What an extension made comes with the extension; what else comes with something may be left out too. */
function notOf(catalog: string, oid: string, kinds = 'e'): string {
  return `not exists (select 1 from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype::text = any (string_to_array('${kinds}', null)))`
}

/** Who may do what, without who granted it, and without a privilege that only newer servers know. */
function grants(acl: string, condition = 'true'): string {
  return `(select string_agg(g.who || ' may ' || g.what, ', ' order by g.who collate "C", g.what collate "C") from (
    select distinct case x.grantee when 0 then 'public' else pg_get_userbyid(x.grantee)::text end as who,
      x.privilege_type || case when x.is_grantable then ' and grant it' else '' end as what
    from aclexplode(${acl}) x where x.privilege_type <> 'MAINTAIN' and ${condition}) g)`
}

/** Nothing granted and nothing revoked is the same as the default written out. */
function grantsOr(acl: string, kind: string, owner: string): string {
  return grants(`coalesce(${acl}, acldefault(${kind}, ${owner}))`)
}

function sorted(list: string): string {
  return `(select string_agg(o::text, ',' order by o::text collate "C") from unnest(${list}) o)`
}

/** How definitions are asked for, if at all. */
type Say = (definition: string) => string

const relations = (say: Say) => `
  select case c.relkind when 'r' then 'table' when 'p' then 'table' when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table' else 'index' end as kind,
    format('%I.%I', n.nspname, c.relname) as name,
    concat_ws(' ', 'owner', pg_get_userbyid(c.relowner), case when c.relkind not in ('i', 'I') then ${grantsOr('c.relacl', `(case c.relkind when 'S' then 's' else 'r' end)::"char"`, 'c.relowner')} end,
      'persistence', c.relpersistence, ${sorted('c.reloptions')},
      case when c.relrowsecurity then 'row security' end, case when c.relforcerowsecurity then 'forced' end,
      case when c.relkind in ('r', 'p') then concat('replica identity ', c.relreplident) end,
      case when c.relkind = 'm' then 'filled ' || c.relispopulated::text end,
      (select concat_ws(' ', 'valid', i.indisvalid, case when i.indisclustered then 'clustered' end) from pg_index i where i.indexrelid = c.oid),
      (select string_agg(h.inhparent::regclass::text, ',' order by h.inhseqno) from pg_inherits h where h.inhrelid = c.oid)) as detail,
    ${say(`concat_ws(' ', case when c.relkind in ('i', 'I') then pg_get_indexdef(c.oid) end, case when c.relkind in ('v', 'm') then md5(pg_get_viewdef(c.oid)) end,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end, pg_get_expr(c.relpartbound, c.oid))`)} as definition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'f') and c.relpersistence <> 't' and ${OURS} and ${notOf('pg_class', 'c.oid')}`

const columns = (say: Say) => `
  select 'column', format('%I.%I.%I', n.nspname, c.relname, a.attname),
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, 'storage', a.attstorage, ${grants('a.attacl')},
      (select format('collate %I.%I', ln.nspname, l.collname) from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace, pg_type t where l.oid = a.attcollation and t.oid = a.atttypid and t.typcollation <> a.attcollation)),
    ${say(`coalesce(pg_get_expr(d.adbin, d.adrelid), '')`)}
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't' and ${OURS} and ${notOf('pg_class', 'c.oid')}`

/** What hangs on a table. Constraints of kind n say in newer servers what a column's own mark says in all. */
const onTables = (say: Say) => `
  select 'constraint', format('%I of %I.%I', o.conname, n.nspname, c.relname), concat_ws(' ', o.contype, 'valid', o.convalidated), ${say('pg_get_constraintdef(o.oid)')}
  from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace where o.contype <> 'n' and ${OURS} and ${notOf('pg_class', 'c.oid')}
  union all
  select 'trigger', format('%I of %I.%I', t.tgname, n.nspname, c.relname), concat('enabled ', t.tgenabled), ${say('pg_get_triggerdef(t.oid)')}
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${OURS} and ${notOf('pg_class', 'c.oid')}
  union all
  select 'rule', format('%I of %I.%I', r.rulename, n.nspname, c.relname), concat('enabled ', r.ev_enabled), ${say('pg_get_ruledef(r.oid)')}
  from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where r.rulename <> '_RETURN' and ${OURS} and ${notOf('pg_class', 'c.oid')}
  union all
  select 'policy', format('%I of %I.%I', p.polname, n.nspname, c.relname),
    concat_ws(' ', p.polcmd, 'permissive', p.polpermissive, (select string_agg(case r when 0 then 'public' else pg_get_userbyid(r)::text end, ',' order by pg_get_userbyid(r)::text collate "C") from unnest(p.polroles) r)),
    ${say(`concat_ws(' / ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))`)}
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}
  union all
  select 'statistics', format('%I.%I', n.nspname, s.stxname), concat('owner ', pg_get_userbyid(s.stxowner)), ${say('pg_get_statisticsobjdef(s.oid)')}
  from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${OURS} and ${notOf('pg_statistic_ext', 's.oid')}
  union all
  select 'sequence settings', format('%I.%I', n.nspname, c.relname),
    concat_ws(' ', format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
      (select format('owned by %s.%I', d.refobjid::regclass, a.attname) from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))), ''
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace where c.relpersistence <> 't' and ${OURS} and ${notOf('pg_class', 'c.oid')}`

const code = (say: Say) => `
  select case p.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
    concat_ws(' ', 'owner', pg_get_userbyid(p.proowner), ${grantsOr('p.proacl', `'f'`, 'p.proowner')}),
    ${say(`case p.prokind when 'a' then (select concat_ws(' ', g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.agginitval) from pg_aggregate g where g.aggfnoid = p.oid) else md5(pg_get_functiondef(p.oid)) end`)}
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} and ${notOf('pg_proc', 'p.oid', 'ei')}
  union all
  select 'type', format('%I.%I', n.nspname, t.typname),
    concat_ws(' ', t.typtype, 'owner', pg_get_userbyid(t.typowner), ${grantsOr('t.typacl', `'T'`, 't.typowner')},
      (select string_agg(quote_literal(l.enumlabel), ',' order by l.enumsortorder) from pg_enum l where l.enumtypid = t.oid),
      (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ',' order by a.attnum) from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped),
      case t.typtype when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod), t.typnotnull) end,
      (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid)),
    ${say(`concat_ws(' ', t.typdefault, (select string_agg(o.conname || ' ' || pg_get_constraintdef(o.oid), ', ' order by o.conname) from pg_constraint o where o.contypid = t.oid and o.contype <> 'n'))`)}
  from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where t.typtype in ('e', 'd', 'c', 'r') and coalesce(c.relkind, 'c') = 'c' and ${OURS} and ${notOf('pg_type', 't.oid')}
  union all
  select 'operator', format('%I.%s(%s,%s)', n.nspname, o.oprname, format_type(o.oprleft, null), format_type(o.oprright, null)), concat('owner ', pg_get_userbyid(o.oprowner)), o.oprcode::text
  from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where ${OURS} and ${notOf('pg_operator', 'o.oid')}
  union all
  select 'collation', format('%I.%I', n.nspname, l.collname), concat_ws(' ', 'owner', pg_get_userbyid(l.collowner), l.collprovider, l.collisdeterministic, l.collcollate, l.collctype), ''
  from pg_collation l join pg_namespace n on n.oid = l.collnamespace where ${OURS} and ${notOf('pg_collation', 'l.oid')}
  union all
  select 'text search', format('%I.%I', n.nspname, t.cfgname), concat('owner ', pg_get_userbyid(t.cfgowner)), '' from pg_ts_config t join pg_namespace n on n.oid = t.cfgnamespace where ${OURS} and ${notOf('pg_ts_config', 't.oid')}
  union all
  select 'text search', format('%I.%I', n.nspname, t.dictname), concat_ws(' ', 'owner', pg_get_userbyid(t.dictowner), t.dictinitoption), '' from pg_ts_dict t join pg_namespace n on n.oid = t.dictnamespace where ${OURS} and ${notOf('pg_ts_dict', 't.oid')}`

const SCHEMA = `concat_ws(' ', 'owner', pg_get_userbyid(n.nspowner), ${grantsOr('n.nspacl', `'n'`, 'n.nspowner')})`

/** The schema public has another owner and other grants by default in newer servers. */
const SCHEMAS = `
  select 'schema', format('%I', n.nspname), case n.nspname when 'public' then '' else ${SCHEMA} end, case n.nspname when 'public' then ${SCHEMA} else '' end
  from pg_namespace n where ${OURS} and ${notOf('pg_namespace', 'n.oid')}`

const WHOLE = `
  select 'server', 'version', (current_setting('server_version_num')::int / 10000)::text, ''
  union all
  select 'extension', quote_ident(x.extname), '', '' from pg_extension x
  union all
  select 'extension version', quote_ident(x.extname), x.extversion, '' from pg_extension x
  union all
  select 'event trigger', quote_ident(t.evtname), concat_ws(' ', t.evtevent, 'enabled', t.evtenabled, 'owner', pg_get_userbyid(t.evtowner), t.evtfoid::regprocedure), ''
  from pg_event_trigger t where ${notOf('pg_event_trigger', 't.oid')}
  union all
  select 'default grants', concat_ws(' ', pg_get_userbyid(a.defaclrole), (select quote_ident(n.nspname) from pg_namespace n where n.oid = a.defaclnamespace), a.defaclobjtype), coalesce(${grants('a.defaclacl')}, ''), '' from pg_default_acl a
  union all
  select 'database', 'encoding', pg_encoding_to_char(d.encoding), '' from pg_database d where d.datname = current_database()
  union all
  select 'database', 'collation', concat_ws(' ', d.datcollate, d.datctype, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'), coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')), '' from pg_database d where d.datname = current_database()
  union all
  select 'database', 'grants', coalesce(${grants(`coalesce(d.datacl, acldefault('d', d.datdba))`, 'x.grantee <> d.datdba')}, ''), '' from pg_database d where d.datname = current_database()
  union all
  select 'database', 'settings of ' || case s.setrole when 0 then 'every role' else pg_get_userbyid(s.setrole)::text end, coalesce(${sorted('s.setconfig')}, ''), ''
  from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = current_database()
  union all
  select 'comment', concat_ws(' ', 'on', i.type, i.identity), md5(c.description), ''
  from pg_description c, pg_identify_object(c.classoid, c.objoid, c.objsubid) i
  where c.objoid >= 16384 and i.schema is distinct from 'drover'
    and not exists (select 1 from pg_depend e where e.classid = c.classoid and e.objid = c.objoid and e.deptype = 'e')`

/** Everything of a database but its rows and where its sequences stand: kind and name of each part, and what says how it is. */
function partsSql(say: Say): string {
  const parts = [relations(say), columns(say), onTables(say), code(say), SCHEMAS, WHOLE]
  return `select kind, ${plainText('name')} as name, ${plainText('detail')} as detail, ${plainText('definition')} as definition
  from (${parts.join('\n  union all\n')}) part`
}

/**
 * All parts with a detail that has to be the same on any two servers, and a definition in the words of the server, which
 * another major version may write in its own way.
 */
export const STRUCTURE_SQL = partsSql((definition) => definition)

/** The same for a moment that is over, with names and details alone: a server has no words for what is not there any more. */
export const STRUCTURE_THEN_SQL = partsSql(() => `''`)
