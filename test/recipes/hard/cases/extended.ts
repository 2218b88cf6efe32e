import type { Cases } from './case.ts'

/** What lives of extensions, and in them. Nothing here needs more than postgresql-contrib. */
export const EXTENDED: Cases = {
  lent: {
    title: 'types, operators and indexes that come from extensions arrive',
    sql: `create extension citext; create extension hstore schema public; create extension pgcrypto; create extension "uuid-ossp"; create extension pg_trgm; create extension btree_gist;
      create table t (a public.citext unique, b public.hstore, c uuid default public.uuid_generate_v4(), d int, exclude using gist (d with =)); insert into t (a, b, d) values ('AbC', 'a=>1, "b c"=>NULL', 1); create index on t using gin (lower(a::text) public.gin_trgm_ops)`.replaceAll(
      /create extension (citext|pgcrypto|"uuid-ossp"|pg_trgm|btree_gist)/g,
      'create extension $1 schema public',
    ),
  },
}
