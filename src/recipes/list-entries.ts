import { type Shell, sh } from '../model/shell.ts'

/**
 * When an entry's turn comes. Indexes, primary keys, unique constraints take long and need nothing of each other. Event
 * triggers would answer to what the copy itself still does, so they and what is said about them come last of all.
 */
export type Turn = 'beside' | 'in-order' | 'last'

/** Where indexes, constraints, triggers and the like wait in the target until the rows are there: one entry of pg_dump each. */
export const ENTRIES_TABLE_SQL =
  'create table drover.entries (id int primary key, turn text not null, sql text not null);'

/**
 * psql knows \restrict, the server that runs an entry does not; and an older server does not know a newer one's setting.
 * What is left of all files goes on as one text; where each begins and how long it is becomes a row of values.
 */
const JOIN = String.raw`function end_of_entry() {
  if (name == "") return
  split(name, part, ".")
  printf "%s(%d, '%s', %d, %d)\n", rows++ ? "," : "", part[1], part[2], from + 1, sent - from > values
}
FNR == 1 { end_of_entry(); name = FILENAME; from = sent }
FNR <= 30 && /^SET transaction_timeout = 0;$/ { next }
/^\\(un)?restrict [A-Za-z0-9]+$/ { next }
{ print; sent += length($0) + 1 }
END { end_of_entry() }`

/**
 * Cuts what pg_restore printed of all entries into a file each, every one with the settings from the top. With -v each
 * begins with a comment that has its number (pg_backup_archiver.c, _printTocEntry). The text of somebody's comment could
 * look the same: then that number is there twice, nothing is believed, and the exit code says so.
 */
const CUT = String.raw`NR == FNR { name[$1 + 0] = $2; left++; next }
/^-- TOC entry [0-9]+ \(class [0-9]+ OID [0-9]+\)$/ && last == "--" && $4 in name {
  if (file != "") close(file)
  if (seen[$4]++) { bad = 1; exit }
  file = "entries/" name[$4]
  printf "%s", settings > file
  left--
}
{ last = $0 }
file == "" { settings = settings $0 "\n"; next }
{ print > file }
END { exit bad || left != 0 }`

/**
 * Prints the statement that writes the entries of an archive of pg_dump, in its order. Each entry's SQL comes from
 * pg_restore; all of them go packed as one base64 so that no quote in it can matter (decode passes over line breaks).
 * Every program writes to a file: a plain sh does not see one fail inside a pipe. A database may have thousands of entries,
 * so that one program cuts them all; where it can not, pg_restore is asked for each. `:encoding` is the source's, in which
 * the bytes are.
 */
export function listEntries(archive: Shell): Shell {
  return sh`(
cd "$DROVER_FILES"
pg_restore -l --section=post-data ${archive} > list
mkdir entries
order=0
while read -r number catalog oid what; do
  case $number in [0-9]*) ;; *) continue;; esac
  order=$((order + 1))
  case $what in
    'INDEX ATTACH '*) turn=in-order;;
    'INDEX '*|'CONSTRAINT '*) turn=beside;;
    'EVENT TRIGGER '*|'COMMENT - EVENT TRIGGER '*) turn=last;;
    *) turn=in-order;;
  esac
  printf ${'%s\\n'} "$number $order.$turn $catalog $oid $what" >> wanted
done < list
if [ $order -gt 0 ]; then
  pg_restore -v --section=post-data --no-tablespaces -f whole ${archive} 2> said || { tail -n 20 said >&2; exit 1; }
  LC_ALL=C awk ${CUT} wanted whole || while read -r number name line; do
    { printf ${'%s\\n'} "$number $line" > entry && pg_restore --no-tablespaces -L entry -f entries/$name ${archive}; } || exit 1
  done < wanted
  cd entries
  LC_ALL=C awk -v values=../values ${JOIN} * > ../sent
  cd ..
  echo "insert into drover.entries select id, turn, convert_from(substring(sent from start for size), :'encoding') from decode('"
  base64 sent
  echo "', 'base64') sent, (values"
  cat values
  echo ') entry (id, turn, start, size);'
fi
)
`
}
