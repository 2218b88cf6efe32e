import type { Shape } from '../checks/row-hashes-shape.ts'
import type { Hashing } from '../checks/row-hashes-sql.ts'
import { pairsSql } from '../checks/row-hashes-sql.ts'
import { pinSql } from '../model/pinned-settings.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { psql, usePassFile } from './login.ts'
import { literal } from './sql.ts'

/** Rows of a table whose keys are to be compared: those in some buckets of keys, or of whole rows where `key` is empty. */
export interface Rows {
  readonly shape: Shape
  readonly hashing: Hashing
  readonly key: string
  readonly buckets: readonly number[]
}

/** Prints key and hash of each row, a line each, as of a snapshot when one is given. */
export function sendPairs(database: DatabaseRef, rows: Rows, snapshot: string | undefined): Shell {
  return sh`${usePassFile}${printPairs(database, rows, snapshot)}`
}

function printPairs(database: DatabaseRef, { shape, hashing, key, buckets }: Rows, snapshot?: string): Shell {
  const moment = snapshot === undefined ? '' : `; set transaction snapshot ${literal(snapshot)}`
  const begin = `begin isolation level repeatable read read only${moment}; ${pinSql('pg_catalog')}`
  const copy = `copy (${pairsSql(shape, hashing, key, buckets)}) to stdout`
  return sh`${psql(database)} -c ${begin} -c ${copy}`
}

/** Where the keys of the rows that differ are written on the target: a folder of the run, a file each table. */
export interface ResultFile {
  readonly run: string
  readonly name: string
}

/**
 * Compares the source's lines with the target's own and prints how many rows are missing, changed and extra. Their keys
 * go into the file, escaped as COPY does; without a file only the numbers are made. What is compared lies in the
 * command's private folder, which goes with it.
 */
export function takePairs(database: DatabaseRef, rows: Rows, file: ResultFile | undefined): Shell {
  return sh`${usePassFile}umask 077
export LC_ALL=C
keys="$DROVER_FILES"/keys
sort > "$keys".source
${printPairs(database, rows)} > "$keys".unsorted
sort -o "$keys".target "$keys".unsorted
comm -3 "$keys".source "$keys".target > "$keys".only
awk -F '\t' ${SORT_OUT} "$keys".only > "$keys".found
awk -F '\t' ${COUNT} "$keys".found
${file === undefined ? sh`` : writeFile(file)}`
}

/** comm puts a tab before a line of the target alone: it has three fields, one of the source alone has two. */
const SORT_OUT = `NF == 2 { source[$1]++ } NF == 3 { target[$2]++ }
END {
  for (key in source) for (n = 1; n <= source[key]; n++) print (n <= target[key] ? "changed" : "missing") "\\t" key
  for (key in target) for (n = source[key] + 1; n <= target[key]; n++) print "extra\\t" key
}`

const COUNT = `{ found[$1]++ } END { for (how in found) print how "=" found[how] }`

function writeFile({ run, name }: ResultFile): Shell {
  return sh`folder="$HOME"/.drover/differences/${run}
mkdir -p "$folder"
chmod 700 "$folder"
file="$folder"/${name}
{ printf 'how\tkey\n'; sort "$keys".found; } > "$file".part
mv -f -- "$file".part "$file"
echo "path=$file"
`
}
