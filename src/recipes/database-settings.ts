import { literal } from './sql.ts'

/** Settings whose value is a list of names that carries its own quotes: as in variable_is_guc_list_quote() of Postgres. */
const LISTS = [
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]

/**
 * Prints the statements that give the target's database what the source's was given by ALTER DATABASE … SET, ALTER ROLE …
 * IN DATABASE … SET and GRANT … ON DATABASE. That the source may not be written to is said of the source alone.
 */
export function settingsSql(target: string): string {
  return `
  with here as (select oid, datdba, datacl from pg_database where datname = current_database()),
  setting as (
    select setrole, split_part(one, '=', 1) as name, substr(one, strpos(one, '=') + 1) as value
    from pg_db_role_setting, unnest(setconfig) one where setdatabase = (select oid from here))
  select format('alter %s set %I to %s;',
    case setrole when 0 then format('database %I', ${literal(target)}) else format('role %I in database %I', pg_get_userbyid(setrole), ${literal(target)}) end,
    name, case when name in (${LISTS.map(literal).join(', ')}) then value else quote_literal(value) end)
  from setting where name <> 'default_transaction_read_only'
  union all
  select format('revoke all on database %I from public;', ${literal(target)}) from here where datacl is not null
  union all
  select format('grant %s on database %I to %s%s;', a.privilege_type, ${literal(target)},
    case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end, case when a.is_grantable then ' with grant option' else '' end)
  from here, aclexplode(datacl) a where a.grantee <> datdba`
}
