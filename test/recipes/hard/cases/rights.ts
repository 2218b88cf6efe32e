import type { Cases } from './case.ts'

/** Owners, grants and policies. */
export const RIGHTS: Cases = {
  owned: {
    title: 'things of several owners keep them, and grants of every kind',
    sql: `grant usage, create on schema owned to couch2pg with grant option; grant usage on schema owned to reporter, "odd role"; create table t (a int, b int); alter table t owner to couch2pg; insert into t values (1, 2);
      create table u (id serial, a int); alter table u owner to "odd role"; grant select (a), update (a) on u to reporter; set role couch2pg; grant select, insert on t to reporter with grant option; revoke delete on t from couch2pg; reset role; set role reporter; grant select on t to "odd role"; reset role;
      grant select on t to public; create function f() returns int language sql as 'select 1'; revoke execute on function f() from public; grant execute on function f() to reporter; create sequence s owner to; create type e as enum ('a'); grant usage on type e to couch2pg; create view v as select 1 as a; alter view v owner to reporter; grant usage on language plpgsql to reporter`.replace(
      'create sequence s owner to;',
      'create sequence s; alter sequence s owner to couch2pg; grant usage on sequence s to reporter;',
    ),
  },
  preset: {
    title: 'default privileges arrive, and touch nothing that the copy itself makes',
    sql: `create table before_them (a int); alter default privileges in schema preset grant select on tables to reporter; alter default privileges for role couch2pg grant all on functions to "odd role"; alter default privileges for role postgres revoke execute on functions from public`,
  },
  screened: {
    title: 'row-level security arrives switched on and forced, with its policies and every row it hides',
    sql: `create table t (id int, who name); alter table t owner to couch2pg; insert into t select i, case when i % 2 = 0 then 'couch2pg' else 'reporter' end from generate_series(1, 20) i; alter table t enable row level security; alter table t force row level security;
      create policy own on t using (who = current_user) with check (id < 100); create policy look on t as restrictive for select to reporter, public using (id <> 13); create table forced_only (a int); alter table forced_only force row level security; insert into forced_only values (1)`,
    ask: 'select count(*) from screened.t',
    answer: '20',
  },
}

/** Roles on both servers. */
export const ODD_ROLES = `create role "odd role" login; grant "odd role", couch2pg, reporter to postgres;`

/** What is set and granted on the database itself. */
export function databaseRights(database: string): string {
  return `alter database ${database} set work_mem = '7MB'; alter database ${database} set search_path = public, "odd one"; alter database ${database} set application_name = 'it''s "odd"'; alter role reporter in database ${database} set statement_timeout = '5min';
    revoke all on database ${database} from public; grant connect on database ${database} to reporter with grant option; grant temporary on database ${database} to "odd role"; alter database ${database} set default_transaction_read_only = on`
}
