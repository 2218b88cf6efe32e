import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { psql, usePassFile } from './login.ts'
import type { Part } from './pipe-part.ts'
import { literal } from './sql.ts'

const END = '/* drover: whole */'

/**
 * SQL made on the source and run on the target in one transaction with its marker. The last line proves that the text
 * came whole: a cut stream can end without an error. Holds schema only, never rows, so its temporary file is small.
 */
export function sqlPart(id: string, produce: Shell, target: DatabaseRef): Part {
  const mark = `insert into drover.ledger (id, rows) values (${literal(id)}, 0);`
  return {
    name: `The ${id}`,
    marks: [id],
    send: sh`${usePassFile}${produce}
echo ${END}`,
    take: sh`${usePassFile}text="$DROVER_FILES"/sent.sql
cat > "$text"
if [ "$(tail -n 1 "$text")" != ${END} ]; then echo ${`The ${id} arrived cut short`} >&2; exit 4; fi
{ echo ${`begin; ${mark}`}; cat "$text"; echo 'commit;'; } | ${psql(target)}`,
  }
}
