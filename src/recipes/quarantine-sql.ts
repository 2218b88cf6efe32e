/**
 * What follows runs in psql with the variables run, was and prefix. Names reach the blocks as settings, since psql fills in
 * nothing between dollar quotes.
 */
export const NAMES = `\\set VERBOSITY terse
select set_config('drover.run', :'run', false), set_config('drover.was', :'was', false),
  set_config('drover.aside', :'prefix' || :'run' || '_gone', false), set_config('drover.mark', 'drover ' || :'run' || ' quarantine ', false) \\g /dev/null`

const DECLARED = `
  was text := current_setting('drover.was');
  aside text := current_setting('drover.aside');
  mark text := current_setting('drover.mark');
  comment_now text;`

/** What a mark says, as JSON: only of a comment that is one. */
const BODY = 'substr(comment_now, length(mark) + 1)::jsonb'

/** Who may connect, with who let them, those first without whom others could not have been let. */
const CONNECT_GRANTS = `(
    with recursive acl as (
      select datdba as owner, a.* from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
      where datname = was and privilege_type = 'CONNECT'),
    grants as (
      select acl.*, 1 as turn from acl where grantor = owner
      union
      select acl.*, turn + 1 from acl join grants g on acl.grantor = g.grantee where g.is_grantable and acl.grantor <> acl.owner and turn < 10)
    select coalesce(jsonb_agg(jsonb_build_object('grantor', pg_get_userbyid(grantor), 'owner', grantor = owner,
      'grantee', case grantee when 0 then null else pg_get_userbyid(grantee) end, 'grantable', is_grantable) order by turn, grantee), '[]')
    from (select grantor, owner, grantee, is_grantable, min(turn) as turn from grants group by 1, 2, 3, 4) once)`

/** Nobody may connect any more but Drover's own login, a superuser, or who is let again. */
const REVOKE_CONNECT = `for whom in
    select distinct case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
    from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
    where datname = was and privilege_type = 'CONNECT' and a.grantee <> (select oid from pg_roles where rolname = current_user)
  loop execute format('revoke connect on database %I from %s cascade', was, whom); end loop;`

/** A database is renamed only while nobody is in it. Whoever comes back between the end of a session and the lock costs another try. */
function rename(from: string, to: string): string {
  return `for try in 1..10 loop
    perform pg_stat_clear_snapshot();
    perform pg_terminate_backend(pid) from pg_stat_activity where datname = ${from} and pid <> pg_backend_pid();
    begin
      execute format('alter database %I rename to %I', ${from}, ${to});
      exit;
    exception when object_in_use then
      if try = 10 then raise; end if;
    end;
  end loop;`
}

/** Whether it is there under its new name, by this run. Under the old one there may be somebody else's by now. */
const IS_ASIDE = `select shobj_description(oid, 'pg_database') into comment_now from pg_database where datname = aside;
  if found then
    if not starts_with(coalesce(comment_now, ''), mark) or ${BODY} ->> 'was' <> was then
      raise exception '% is there already and does not bear the mark of this run for %, so both stay as they are', aside, was;
    end if;
    return;
  end if;`

/** What there is to know for the way back is written down in the same transaction that changes it, once. */
export const CLOSE = `do $$ declare${DECLARED} whom text;
begin
  ${IS_ASIDE}
  select shobj_description(oid, 'pg_database') into comment_now from pg_database where datname = was;
  if not found then raise exception '% is not there, nor is %, so nothing was changed', was, aside; end if;
  if not starts_with(coalesce(comment_now, ''), mark) then
    execute format('comment on database %I is %L', was, mark || jsonb_build_object('was', was, 'comment', comment_now, 'connect', ${CONNECT_GRANTS}));
  end if;
  ${REVOKE_CONNECT}
end $$;`

export const RENAME = `do $$ declare${DECLARED}
begin
  ${IS_ASIDE}
  ${rename('was', 'aside')}
end $$;`

const SINCE = `to_char(stats_reset at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/** Postgres' count of the sessions in a database, with when it began; it counts them from version 14 on. */
const COUNT = `coalesce(to_jsonb(s) ->> 'sessions', 'not') || ' counted since ' || coalesce(${SINCE}, 'the beginning')`

/** From here on a session is one too many. Sessions that were just ended take a moment to be counted. */
export const NOTE_SESSIONS = `select pg_sleep(1.5) \\g /dev/null
do $$ declare${DECLARED} counted jsonb;
begin
  select shobj_description(oid, 'pg_database') into comment_now from pg_database where datname = aside;
  if ${BODY} ? 'at' then return; end if;
  select jsonb_build_object('at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'sessions', (to_jsonb(s) ->> 'sessions')::bigint, 'countedSince', ${SINCE}, 'seen', ${COUNT})
    into counted from pg_stat_database s where datname = aside;
  execute format('comment on database %I is %L', aside, mark || (${BODY} || counted));
end $$;
select e'name=' || datname || e'\\nat=' || (body ->> 'at') || e'\\ngrants=' || (body ->> 'connect')
from pg_database, lateral (select substr(shobj_description(oid, 'pg_database'), length(current_setting('drover.mark')) + 1)::jsonb as body) mark
where datname = current_setting('drover.aside');`

/** Back under its name, with the grants and the comment it had, all in one transaction. Does nothing where nothing was done. */
export const PUT_BACK = `do $$ declare${DECLARED} whom text; body jsonb; one record;
begin
  select shobj_description(oid, 'pg_database') into comment_now from pg_database where datname = aside;
  if found then
    if not starts_with(coalesce(comment_now, ''), mark) or ${BODY} ->> 'was' <> was then
      raise exception '% does not bear the mark of this run for %, so it stays as it is', aside, was;
    end if;
    if exists (select from pg_database where datname = was) then
      raise exception 'somebody made a new %, so % keeps its name; rename or drop the new one, then retry', was, aside;
    end if;
    ${rename('aside', 'was')}
  else
    select shobj_description(oid, 'pg_database') into comment_now from pg_database where datname = was;
    if not found then raise exception '% is not there, nor is %: look which databases there are', aside, was; end if;
    if not starts_with(coalesce(comment_now, ''), mark) then return; end if;
  end if;
  body := ${BODY};
  ${REVOKE_CONNECT}
  for one in select * from jsonb_to_recordset(body -> 'connect') as x (grantor text, owner bool, grantee text, grantable bool) loop
    continue when one.grantee is not null and not exists (select from pg_roles where rolname = one.grantee);
    if not one.owner and exists (select from pg_roles where rolname = one.grantor) then execute format('set local role %I', one.grantor); end if;
    execute format('grant connect on database %I to %s%s', was, coalesce(quote_ident(one.grantee), 'public'), case when one.grantable then ' with grant option' else '' end);
    set local role none;
  end loop;
  execute format('comment on database %I is %L', was, body ->> 'comment');
end $$;`

/**
 * Says `drop database …`, or why not. Sessions that came meanwhile are refused once, and noted: then people are asked
 * again, who see them, and the next try goes by what they saw.
 */
export const MAY_DROP = `select case
  when comment is null or body is null or body ->> 'was' <> :'was' or not body ? 'at'
    then 'Nothing was dropped: ' || aside || ' is not there, or does not bear the mark of this run for ' || :'was' || '.'
  when users > 0 then 'Nothing was dropped: ' || users || case users when 1 then ' session is in ' else ' sessions are in ' end || aside || ' right now. Find out whose, let them end, then retry.'
  when counted <> body ->> 'seen'
    then 'Nothing was dropped: somebody entered ' || aside || ', or the counters began anew (sessions: ' || counted || ', before: ' || (body ->> 'seen') || '). Find out who, then retry: the question is asked again.'
  else 'drop database ' || quote_ident(aside) end as verdict,
  coalesce(counted <> body ->> 'seen', false) as entered
from (select current_setting('drover.aside') as aside, current_setting('drover.mark') as mark) names
  left join lateral (select oid, shobj_description(oid, 'pg_database') as comment from pg_database where datname = aside) it on true
  left join lateral (select case when starts_with(comment, mark) then substr(comment, length(mark) + 1)::jsonb end as body) marked on true
  left join lateral (select ${COUNT} as counted from pg_stat_database s where datid = oid) counts on true
  left join lateral (select count(*) as users from pg_stat_activity
    where datid = oid and coalesce(backend_type, 'client backend') in ('client backend', 'walsender')) activity on true \\gset
\\echo :verdict
\\if :entered
do $$ declare${DECLARED} counted text;
begin
  select shobj_description(oid, 'pg_database') into comment_now from pg_database where datname = aside;
  select ${COUNT} into counted from pg_stat_database s where datname = aside;
  execute format('comment on database %I is %L', aside, mark || (${BODY} || jsonb_build_object('seen', counted)));
end $$;
\\endif`
