import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { AS_STORED, pgDump, psql } from './login.ts'

/**
 * When an entry's turn comes. Indexes, primary keys, unique constraints take long and need nothing of each other. Event
 * triggers would answer to what the copy itself still does, so they and what is said about them come last of all.
 */
export type Turn = 'beside' | 'in-order' | 'last'

/** Where indexes, constraints, triggers and the like wait in the target until the rows are there: one entry of pg_dump each. */
export const ENTRIES_TABLE_SQL =
  'create table drover.entries (id int primary key, turn text not null, sql text not null);'

/** psql knows \restrict, the server that runs an entry does not; and an older server does not know a newer one's setting. */
const STRIP = String.raw`1,30{/^SET transaction_timeout = 0;$/d;};/^\\(un)?restrict [A-Za-z0-9]+$/d`

/**
 * Prints the statements that write the entries, in the order of pg_dump. Each entry's SQL comes from pg_restore, packed as
 * base64 so that no quote in it can matter (decode passes over line breaks). Every program writes to a file: a plain sh
 * does not see one fail inside a pipe. Few programs an entry, since a database may have thousands.
 */
export function listEntries(source: DatabaseRef, snapshot: string): Shell {
  return sh`work=$(mktemp -d)
trap ${'rm -rf "$work"'} EXIT
encoding=$(${psql(source)} -c 'show server_encoding')
${AS_STORED}${pgDump(source, snapshot)} -Fc --section=post-data > "$work/archive"
pg_restore -l "$work/archive" > "$work/list"
order=0
sed -n ${'/^[0-9]/p'} "$work/list" > "$work/entries"
while read -r number catalog oid what; do
  order=$((order + 1))
  printf ${'%s\\n'} "$number $catalog $oid $what" > "$work/entry"
  case $what in
    'INDEX ATTACH '*) turn=in-order;;
    'INDEX '*|'CONSTRAINT '*) turn=beside;;
    'EVENT TRIGGER '*|'COMMENT - EVENT TRIGGER '*) turn=last;;
    *) turn=in-order;;
  esac
  pg_restore --no-tablespaces -L "$work/entry" -f "$work/sql" "$work/archive"
  sed -E ${STRIP} "$work/sql" > "$work/sent"
  echo "insert into drover.entries values ($order, '$turn', convert_from(decode('"
  base64 "$work/sent"
  echo "', 'base64'), '$encoding'));"
done < "$work/entries"
`
}
