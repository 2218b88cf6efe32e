import type { Cases } from './case.ts'

/** Functions and everything made of them, and what is said about them. */
export const CODE: Cases = {
  routines: {
    title: 'functions, procedures, aggregates and window functions arrive with their bodies to the letter',
    sql: String.raw`create function f(a int default 1, variadic b text[] default '{}') returns setof int language sql stable as $x$ select a /*
\restrict abc
SET transaction_timeout = 0;
\. */
$x$;
      create function atomic(a int) returns int begin atomic select a + 1; end; create procedure p(inout a int) language plpgsql as $$ begin a := a * 2; commit; end $$;
      create function step(a int, b int) returns int language sql immutable strict as 'select a + b'; create aggregate total(int) (sfunc = step, stype = int, initcond = '0');
      create function secure() returns int language sql security definer set search_path = pg_catalog set work_mem = '7MB' cost 7 as 'select 1'`,
    ask: 'select routines.total(i), routines.atomic(1) from generate_series(1, 3) i',
    answer: '6|2',
  },
  signs: {
    title: 'operators, their classes, casts and collations arrive',
    sql: `create type v as (a int); create function same(v, v) returns bool language sql immutable as 'select $1.a = $2.a'; create operator === (leftarg = v, rightarg = v, function = same, commutator = ===);
      create function cmp(v, v) returns int language sql immutable as 'select $1.a - $2.a'; create function less(v, v) returns bool language sql immutable as 'select $1.a < $2.a'; create operator <<< (leftarg = v, rightarg = v, function = less);
      create operator class v_ops for type v using btree as operator 1 <<<, operator 3 ===, function 1 cmp(v, v); create function of_v(v) returns int language sql immutable as 'select $1.a'; create cast (v as int) with function of_v(v) as assignment;
      create collation plain (locale = 'C'); create table t (a text collate plain, b v); create index on t (b v_ops); insert into t values ('x', row(1))`,
  },
  searches: {
    title: 'text search configurations and dictionaries arrive, with a column made by one',
    sql: `create text search dictionary plain (template = simple, stopwords = english); create text search configuration mine (copy = simple); alter text search configuration mine alter mapping for asciiword, word with plain, simple;
      create table t (a text, b tsvector generated always as (to_tsvector('searches.mine', a)) stored); insert into t values ('The rows'); create index on t using gin (b)`,
    ask: 'select b from searches.t',
    answer: `'rows':2`,
  },
  events: {
    title: 'event triggers arrive with their comment, and answer to nothing that the copy does',
    sql: `create table log (tag text); create function note() returns event_trigger language plpgsql as $$ begin insert into events.log values (tg_tag); end $$;
      create function never() returns event_trigger language plpgsql as $$ begin raise exception 'no drops here'; end $$`,
    ask: 'select count(*) from events.log',
    answer: '0',
  },
  said: {
    title: 'comments on everything arrive',
    sql: String.raw`create table t (a int primary key); create view v as select 1 as a; create function f() returns int language sql as 'select 1'; create index i on t ((a + 1)); create sequence s; create type e as enum ('a');
      create trigger g before insert on t for each row execute function suppress_redundant_updates_trigger(); alter table t add constraint c check (a > 0); create rule r as on delete to t do instead nothing; create statistics st on a, (a + 1) from t;
      comment on schema said is E'it''s\nsaid \\ é'; comment on table t is 'a table'; comment on column t.a is 'a column'; comment on view v is 'a view'; comment on function f() is 'a function'; comment on index i is 'an index'; comment on sequence s is 's'; comment on type e is 'e'; comment on trigger g on t is 'g'; comment on constraint c on t is 'c'; comment on constraint t_pkey on t is 'key'; comment on rule r on t is 'r'; comment on statistics st is 'st'`,
  },
  published: {
    title: 'publications come along',
    sql: 'create table t (a int primary key, b int); create publication published_all for all tables; create publication published_some for table t (a) where (a > 0)',
  },
}

/** Event triggers answer to what the making of the other cases does, so they are made after it. */
export const EVENT_TRIGGERS = `
  create event trigger events_end on ddl_command_end execute function events.note(); create event trigger events_drop on sql_drop execute function events.never();
  create event trigger events_off on ddl_command_start execute function events.note(); alter event trigger events_off disable;
  alter event trigger events_end disable; comment on event trigger events_end is 'notes'; alter event trigger events_end enable; truncate events.log;`
