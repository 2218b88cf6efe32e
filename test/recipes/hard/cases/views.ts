import type { Cases } from './case.ts'

/** Views and materialized views that lean on each other. */
export const VIEWS: Cases = {
  tower: {
    title: 'materialized views on materialized views on views are filled from the ground up',
    sql: `create table t (id int primary key, a int); insert into t select i, i % 7 from generate_series(1, 100) i; create view v as select a, count(*) as n from t group by a;
      create materialized view "third floor" as select 0 as nothing; drop materialized view "third floor"; create materialized view m1 as select * from v; create view v2 as select sum(n) as s from m1; create materialized view "second ""floor""" as select s from v2;
      create materialized view "third floor: é" as select s + 1 as s from "second ""floor"""; create unique index on "third floor: é" (s); create index on m1 (n)`,
    ask: `select s, (select count(*) from pg_matviews where schemaname = 'tower' and ispopulated) from tower."third floor: é"`,
    answer: '101|3',
  },
  unfilled: {
    title: 'a materialized view that the source never filled stays so',
    sql: 'create materialized view m as select 1 as a with no data; create materialized view n as select 2 as a',
    ask: `select string_agg(matviewname || ispopulated, ' ' order by 1) from pg_matviews where schemaname = 'unfilled'`,
    answer: 'mfalse ntrue',
  },
  hidden: {
    title: 'a materialized view that reads another one inside a function is filled after it',
    sql: `create materialized view zz as select 5 as a; create function look() returns int language sql stable as 'select a from hidden.zz'; create materialized view aa as select look() as a;
      create table public.plain (a int); insert into public.plain values (8); create function loose() returns int language plpgsql stable as 'begin return (select a from plain); end'; create materialized view unqualified as select loose() as a`,
    ask: 'select (select a from hidden.aa), (select a from hidden.unqualified)',
    answer: '5|8',
  },
  leaning: {
    title: 'views that need a key to group by, or each other, arrive with what is built on them',
    sql: `create table t (id int primary key, a text); insert into t values (1, 'x'), (2, 'y'); create view grouped as select id, a, count(*) as n from t group by id; create materialized view kept as select id, a from t group by id; create unique index on kept (id);
      create view with_rule as select id, a from t; create rule put as on insert to with_rule do instead insert into leaning.t values (new.id, new.a); create view checked with (security_barrier) as select * from t where id > 0 with cascaded check option;
      create materialized view own_type as select * from t; create function takes(own_type) returns int language sql stable as 'select $1.id'; create view over_function as select takes(own_type) as i from own_type; create recursive view counting (n) as values (1) union all select n + 1 from counting where n < 5`,
    ask: 'select (select count(*) from leaning.kept), (select sum(i) from leaning.over_function), (select max(n) from leaning.counting)',
    answer: '2|3|5',
  },
}
