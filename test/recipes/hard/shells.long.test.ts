import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { startHardBed } from './bed.ts'
import { differences } from './differences.ts'
import { newPlay, playSteps } from './play.ts'

const folder = await mkdtemp(join(tmpdir(), 'drover-shells-'))
after(() => rm(folder, { recursive: true }))

/** A folder of programs that stands for /usr/bin. */
async function programs(name: string, links: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  await Promise.all(Object.entries(links).map(([link, program]) => symlink(program, join(path, link))))
  return path
}

/** Debian without bash, as in its smallest containers; and Alpine, where every program is busybox. Neither has zstd. */
async function withoutBash(): Promise<Readonly<Record<string, string>>> {
  const usual = (await readdir('/usr/bin')).filter((name) => !['bash', 'rbash', 'zstd', 'sh'].includes(name))
  const { stdout } = await promisify(execFile)('busybox', ['--list'])
  const alpine = stdout.trim().split('\n')
  const link = (names: readonly string[], program: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [name, program(name)]))
  return {
    dash: await programs('dash', { ...link(usual, (name) => `/usr/bin/${name}`), sh: '/usr/bin/dash' }),
    busybox: await programs(
      'busybox',
      link(alpine, () => '/usr/bin/busybox'),
    ),
  }
}

const CONTENT = `create table t (id serial primary key, a text); insert into t (a) select md5(i::text) from generate_series(1, 20000) i; create index on t (a); create unique index on t (a, id); comment on index t_a_idx is 'it''s \\\\n "said"';
  create materialized view m1 as select count(*) as n from t; create materialized view "m 2" as select n + 1 as n from m1; create unique index on m1 (n); create function note() returns event_trigger language plpgsql as 'begin end'; create event trigger noted on sql_drop execute function note()`

for (const [shell, path] of Object.entries(await withoutBash())) {
  const before = await programs(`${shell}-broken`, {})
  const bed = await startHardBed({ connect: 'local', shell: join(path, 'sh'), path: [path], before })
  after(() => bed.stop())

  test(`between hosts with nothing but ${shell} everything moves, packed with gzip`, async () => {
    await bed.fill('cht', CONTENT)
    await playSteps(newPlay(bed, 'cht'), bed.tools)
    assert.deepEqual(await differences(bed, 'cht'), [])
  })

  test(`under ${shell} a program that fails in the middle of the schema stops it, though no pipe tells of it`, async () => {
    await bed.fill('broken', CONTENT)
    const play = newPlay(bed, 'broken')
    await playSteps(play, bed.tools, 'inventory', 'baseline')
    const real = join(bed.source.cluster.binDir, 'pg_restore')
    const fake = `#!/bin/sh\n[ "$1" != -l ] || exec ${real} "$@"\necho 'no more' >&2; exit 1\n`
    await writeFile(join(before, 'pg_restore'), fake, { mode: 0o755 })
    await assert.rejects(
      playSteps(play, bed.tools, 'copy-schema', 'copy-schema'),
      /did not arrive whole: old-pg ended .*no more/s,
    )
    assert.equal(
      await bed.target.cluster.psql('broken', `select to_regclass('public.t') is null, count(*) from drover.ledger`),
      't|0',
    )
  })
}
