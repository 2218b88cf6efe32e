import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { render } from '../../src/model/shell.ts'
import { listEntries } from '../../src/recipes/list-entries.ts'
import { SOURCE } from './action-context.ts'

const LIST = `;
; Archive created at 2026-11-02 09:00:00 UTC
;     TOC Entries: 9
;
3001; 2606 16400 CONSTRAINT public couchdb couchdb_pkey couch2pg
3002; 1259 16401 INDEX public couchdb by_type couch2pg
3003; 0 0 INDEX ATTACH public part_pkey couch2pg
3004; 2606 16402 FK CONSTRAINT public a b couch2pg
3005; 0 0 COMMENT - EVENT TRIGGER noted postgres
3006; 3466 16403 EVENT TRIGGER - noted postgres
3007; 0 0 COMMENT public INDEX by_type couch2pg
3008; 2606 16404 CHECK CONSTRAINT public t c couch2pg
3009; 6104 16405 PUBLICATION - CONSTRAINT postgres`

const SQL = String.raw`--
-- PostgreSQL database dump
--

\restrict aB3

SET statement_timeout = 0;
SET transaction_timeout = 0;

CREATE INDEX it's \echo;

\unrestrict aB3`

const folder = await mkdtemp(join(tmpdir(), 'drover-entries-'))
after(() => rm(folder, { recursive: true }))

/** Runs the script with programs that say what Postgres' own would, and gives the statements it prints. */
async function list(restore = `printf '%s\\n' "$SQL" > "$5"`) {
  const programs = {
    psql: 'echo LATIN1',
    pg_dump: 'echo archive',
    pg_restore: `if [ "$1" = -l ]; then printf '%s\\n' "$LIST"; else ${restore}; fi`,
  }
  for (const [name, text] of Object.entries(programs))
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  const script = render(listEntries(SOURCE, '00000003-000004AB-1'), { output: () => undefined })
  const env = { PATH: `${folder}:/usr/bin:/bin`, LIST, SQL, TMPDIR: folder }
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], { env })
  return stdout.trim().split(/(?<=;)\n/)
}

test('indexes, keys and unique constraints are built side by side, event triggers last, the rest in the order of pg_dump', async () => {
  const turns = (await list()).map((line) => /values \((\d+), '([a-z-]+)'/.exec(line)?.slice(1).join(' '))
  assert.deepEqual(turns, [
    '1 beside',
    '2 beside',
    '3 in-order',
    '4 in-order',
    '5 last',
    '6 last',
    '7 in-order',
    '8 in-order',
    '9 in-order',
  ])
})

test('an entry is packed without what only psql or a newer server knows, and unpacked from the source’s encoding', async () => {
  const [first = ''] = await list()
  const [, packed = ''] = /decode\('([^']*)'/.exec(first) ?? []
  assert.equal(
    first,
    `insert into drover.entries values (1, 'beside', convert_from(decode('${packed}', 'base64'), 'LATIN1'));`,
  )
  assert.equal(
    Buffer.from(packed, 'base64').toString(),
    "--\n-- PostgreSQL database dump\n--\n\n\nSET statement_timeout = 0;\n\nCREATE INDEX it's \\echo;\n\n",
  )
})

test('an entry that cannot be unpacked stops the list, and nothing is left behind', async () => {
  await assert.rejects(list('exit 1'))
  assert.deepEqual((await readdir(folder)).sort(), ['pg_dump', 'pg_restore', 'psql'])
})
