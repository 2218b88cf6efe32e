import type { Pitfall } from '../model/migration.ts'

/** What goes wrong when a Postgres database moves, as its programs say it, with what to do. Texts recorded from version 15. */
export const postgresPitfalls: readonly Pitfall[] = [
  {
    pattern: /permission denied for (?:table|schema|sequence|view|materialized view|function|relation) (\S+)/,
    cause: 'The login that reads the source may not read $1.',
    fix: 'Use a login that may, such as sourceUser=postgres, or grant it; then retry.',
  },
  {
    pattern: /aborting because of server version mismatch/,
    cause: 'pg_dump is older than the server it reads from.',
    fix: 'Install the client package of the server’s major version on the source host, then retry.',
  },
  {
    pattern: /unsupported version \((\S+)\) in file header/,
    cause: 'pg_restore is older than the pg_dump that wrote the archive (format $1).',
    fix: 'Install a newer postgresql-client on the target host, then retry.',
  },
  {
    pattern: /invalid command \\restrict/,
    cause: 'psql on the target is older than the pg_dump of the source and does not know \\restrict.',
    fix: 'Update postgresql-client on the target host, then retry.',
  },
  {
    pattern: /invalid snapshot identifier|snapshot-lost|^The snapshot .* is gone/,
    cause: 'The snapshot is gone: the source server restarted, or the session that held it ended.',
    fix: 'The data under the old snapshot cannot be continued. Roll back, which drops the new database, and start again.',
  },
  {
    pattern: /password authentication failed for user "([^"]+)"/,
    cause: 'The server refused the password of $1.',
    fix: 'Correct the secret in drover.yml, restart Drover, then retry.',
  },
  {
    pattern: /no password supplied/,
    cause: 'The server wants a password and none was configured.',
    fix: 'Give sourcePassword or targetPassword the name of a secret in drover.yml, then start again.',
  },
  {
    pattern: /FATAL:\s+role "([^"]+)" does not exist/,
    cause: 'There is no login $1 on that server.',
    fix: 'Create it, or name another login with sourceUser or targetUser.',
  },
  {
    pattern: /role "([^"]+)" does not exist/,
    cause: 'The target has no role $1, which owns or may read something.',
    fix: 'Create role $1 on the target (it loses dashboard access, not data, if it stays away), then retry.',
  },
  {
    pattern: /FATAL:\s+database "([^"]+)" does not exist/,
    cause: 'There is no database $1 on that server.',
    fix: 'Check the database param; on the target, let Drover create it.',
  },
  {
    pattern: /must be (?:member of role|able to SET ROLE) "?([^"\s]+)"?/,
    cause: 'The login on the target may not give things to $1.',
    fix: 'Use targetUser=postgres, or make the login a member of $1; then retry.',
  },
  {
    pattern: /must be owner of (?:table|materialized view|relation|function) (\S+)/,
    cause: 'Somebody else owns $1.',
    fix: 'Run alter … owner to couch2pg on the target, then retry.',
  },
  {
    pattern: /extension (?:"|control file ".*\/)([\w-]+)(?:" is not available|\.control")/,
    cause: 'The target server has no extension $1.',
    fix: 'Install its package on the target server, then retry.',
  },
  {
    pattern: /permission denied to create extension "([^"]+)"/,
    cause: 'Only a superuser may create extension $1.',
    fix: 'Create it as superuser on the target, then retry.',
  },
  {
    pattern: /relation "([^"]+)" does not exist[\s\S]*(?:during inlining|during startup|REFRESH)/,
    cause:
      'A materialized view uses a function that names $1 without its schema, and the restore runs with an empty search_path.',
    fix: 'On the target: set search_path = public; refresh materialized view … by hand; then retry.',
  },
  {
    pattern: /CONCURRENTLY cannot be used when the materialized view is not populated/,
    cause: 'A materialized view was never filled.',
    fix: 'On the target: set search_path = public; refresh materialized view … (not concurrently), then retry.',
  },
  {
    pattern: /could not create unique index "([^"]+)"|contains duplicate rows/,
    cause: 'Rows are there twice: a restore ran twice, or couch2pg wrote meanwhile.',
    fix: 'Do not mend it in place. Roll back, which drops the new database, and start again.',
  },
  {
    pattern:
      /(?:relation|schema|function|type) "([^"]+)" already exists|duplicate key value violates unique constraint/,
    cause: 'The target was not empty.',
    fix: 'Something else wrote to it. Roll back, see who did, and start again.',
  },
  {
    pattern: /No space left on device|could not extend file/,
    cause: 'The disk is full.',
    fix: 'Free space first: a Postgres whose disk is full may not even restart. Then retry.',
  },
  {
    pattern:
      /too many clients already|remaining connection slots are reserved|too many connections for (?:role|database)/,
    cause: 'Every connection that the server allows is in use.',
    fix: 'End some there (select * from pg_stat_activity shows whose they are), or raise the limit; then retry.',
  },
  {
    pattern: /unexpected end of file|from input file: end of file|arrived cut short|wrong number of rows/,
    cause: 'The stream was cut.',
    fix: 'Nothing of that piece was kept. Retry: only what is missing is sent.',
  },
  {
    pattern: /server closed the connection unexpectedly|terminating connection|connection to client lost/,
    cause: 'A Postgres server went away in the middle.',
    fix: 'Look at its log. When it is back, retry: only what is missing is sent.',
  },
  {
    pattern: /Cannot enlarge string buffer|invalid memory alloc request size/,
    cause:
      'A single row is longer than a gigabyte once it is written as text, which is more than Postgres can send of one row. Binary values (bytea) double on the way.',
    fix: 'Roll back and start again with method=physical, which copies files; or shorten that row on the source.',
  },
  {
    pattern: /invalid (?:LC_\w+ )?locale name: "([^"]+)"/,
    cause: 'The system of the target has no locale $1, by which the source’s database sorts. Nothing was created.',
    fix: 'Install it there (Debian: locale-gen), restart Postgres there, then retry; or create the empty database by hand with another locale, then retry.',
  },
  {
    pattern: /has no equivalent in encoding "([^"]+)"/,
    cause: 'The database on the target was made beforehand in $1, and a text of the source cannot be written in it.',
    fix: 'Drop the empty database on the target so that Drover creates it as the source is, then start again.',
  },
  {
    pattern: /database "([^"]+)" is being accessed by other users/,
    cause: 'Somebody still uses $1, or holds a prepared transaction there. It was neither dropped nor renamed.',
    fix: 'On its host: select * from pg_stat_activity and pg_prepared_xacts shows who. Move them to the target, then retry.',
  },
  {
    pattern: /must be owner of database "?([^"\s]+)"?|permission denied to rename database/,
    cause: 'Only a superuser may set a database aside, or its owner with CREATEDB.',
    fix: 'Roll back, or give the login those rights for the time being, then retry.',
  },
  {
    pattern:
      /must be a (?:superuser to terminate superuser process|member of the role whose process is being terminated)|permission denied to terminate process/,
    cause: 'The login may not end the sessions of others.',
    fix: 'On its host: let those sessions end by themselves, or grant pg_signal_backend to the login; then retry.',
  },
  {
    pattern: /canceling statement due to lock timeout/,
    cause: 'Somebody is altering, rewriting or truncating a table of the source and holds it locked.',
    fix: 'Wait until they are done (select * from pg_stat_activity on the source shows them), then retry.',
  },
  {
    pattern: /violates check constraint "([^"]+)"/,
    cause:
      'A row of the source does not pass the check $1 on the target: the check asks a function that looks at other tables or at the time.',
    fix: 'Roll back and start again with method=physical, or drop $1 on the source and add it again as not valid.',
  },
  {
    pattern: /out of shared memory[\s\S]*max_locks_per_transaction/,
    cause: 'The database has more tables than its server can lock at once.',
    fix: 'Raise max_locks_per_transaction on that server and restart it, then retry.',
  },
  {
    pattern:
      /Connection refused|could not connect to server|the database system is (?:starting up|shutting down|in recovery mode)/,
    cause: 'Postgres does not answer on that port.',
    fix: 'Start it, or correct sourcePort or targetPort.',
  },
]
