import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { render, sh } from '../../src/model/shell.ts'
import { listEntries } from '../../src/recipes/list-entries.ts'

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

/** What every file of pg_restore begins with. */
const TOP = String.raw`--
-- PostgreSQL database dump
--

\restrict aB3

SET statement_timeout = 0;
SET transaction_timeout = 0;
`
const NUMBERS = [...LIST.matchAll(/^\d+/gm)].map(String)
/** With -v a comment has the entry's number. The statement has what shell, psql and SQL might trip over. */
const header = (number: string) => `--\n-- TOC entry ${number} (class 2606 OID 16400)\n--\n`
const statement = (number: string) => String.raw`CREATE INDEX it's \echo ${number};`
const whole = (numbers: readonly string[], body = statement) =>
  [TOP, ...numbers.map((number) => `${header(number)}\n${body(number)}\n`), String.raw`\unrestrict aB3`].join('\n')
/** A pg_restore that prints one entry and says which. */
const ALONE = `printf '%s\\n' "-- alone: $(cut -c1-5 "$3")" > "$5"`

const folder = await mkdtemp(join(tmpdir(), 'drover-entries-'))
after(() => rm(folder, { recursive: true }))

/** Runs the script with a pg_restore that says what the real one would, and gives the statement it prints. */
async function list({ all = whole(NUMBERS), listed = LIST, alone = 'exit 1' } = {}) {
  const stub = `#!/bin/sh
case $1 in -l) printf '%s\\n' "$LIST";; -v) printf '%s\\n' "$ALL" > "$5";; *) ${alone};; esac
`
  await writeFile(join(folder, 'pg_restore'), stub, { mode: 0o755 })
  const files = await mkdtemp(join(folder, 'files-'))
  const env = { PATH: `${folder}:/usr/bin:/bin`, LIST: listed, ALL: all, DROVER_FILES: files }
  const script = render(listEntries(sh`${join(files, 'archive')}`), { output: () => undefined })
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], { env })
  return stdout
}

/** The rows that the statement makes, each with its own piece of what was packed. */
async function entries(said = {}): Promise<readonly { id: number; turn: string; sql: string }[]> {
  const text = await list(said)
  const sent = Buffer.from(/decode\('([^']*)'/.exec(text)?.[1] ?? '', 'base64')
  return [...text.matchAll(/^,?\((\d+), '([a-z-]+)', (\d+), (\d+)\)$/gm)]
    .map(([, id, turn = '', start, size]) => {
      const from = Number(start) - 1
      return { id: Number(id), turn, sql: sent.subarray(from, from + Number(size)).toString() }
    })
    .sort((a, b) => a.id - b.id)
}

test('indexes, keys and unique constraints are built side by side, event triggers last, the rest in the order of pg_dump', async () => {
  assert.deepEqual(
    (await entries()).map(({ id, turn }) => `${id} ${turn}`),
    ['1 beside', '2 beside', '3 in-order', '4 in-order', '5 last', '6 last', '7 in-order', '8 in-order', '9 in-order'],
  )
})

test('every entry is cut out, behind the settings, without what only psql or a newer server knows', async () => {
  const settings = '--\n-- PostgreSQL database dump\n--\n\n\nSET statement_timeout = 0;\n\n--\n'
  const [first] = await entries()
  assert.equal(first?.sql, `${settings}${header('3001').slice(3)}\n${statement('3001')}\n\n--\n`)
})

test('every entry keeps its number, in whatever order they are printed', async () => {
  const cut = await entries({ all: whole(NUMBERS.toReversed()) })
  assert.deepEqual(
    cut.map(({ sql }) => /echo (\d+)/.exec(sql)?.[1]),
    NUMBERS,
  )
})

for (const [what, all] of [
  [
    'a comment whose text looks like the beginning of another entry',
    whole(NUMBERS, (number) => (number === '3007' ? `COMMENT ON INDEX x IS 'y\n${header('3002')}z';` : 'SELECT;')),
  ],
  ['an entry that is nowhere to be seen', whole(NUMBERS.slice(1))],
] as const)
  test(`${what} makes pg_restore print each by itself`, async () => {
    const cut = await entries({ all, alone: ALONE })
    assert.deepEqual(
      cut.map(({ sql }) => sql),
      NUMBERS.map((number) => `-- alone: ${number};\n`),
    )
  })

test('all of them are one statement, which unpacks them from the source’s encoding', async () => {
  const text = (await list()).replace(/decode\('[^']*'/, "decode('…'")
  assert.equal(
    text.slice(0, text.indexOf('(values\n')),
    "insert into drover.entries select id, turn, convert_from(substring(sent from start for size), :'encoding') from decode('…', 'base64') sent, ",
  )
  assert.ok(text.endsWith(')\n) entry (id, turn, start, size);\n'))
})

test('a database without any is no statement', async () => {
  assert.equal(await list({ listed: '; Archive created at 2026-11-02 09:00:00 UTC' }), '')
})

test('an entry that cannot be unpacked stops the list', async () => {
  await assert.rejects(list({ all: whole(NUMBERS.slice(1)) }))
})
