import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { type Cutter, startCutter } from '../../../bench/faults/stage/cutter.ts'
import { until } from '../../../src/demo/until.ts'
import { isPassing } from '../../../src/engine/passing.ts'
import { UserError } from '../../../src/model/user-error.ts'
import { type Bot, NEW, OLD, sshConfig, startHardBed } from './bed.ts'
import { differences } from './differences.ts'
import { newPlay, type Play, playStep, playSteps, playThrough, rollBack, startJob, stepOf } from './play.ts'

const bed = await startHardBed({ connect: 'ssh' })
const { tools, source, target } = bed
let cutter: Cutter
let play: Play
let bytes: number
after(async () => {
  await cutter.stop()
  await bed.stop()
})

/** Rows that packing hardly makes smaller, in about five chunks. */
const CONTENT = `create table docs (id int, doc text); insert into docs select i, md5(i::text) || md5((-i)::text) from generate_series(1, 36000) i; create table few (a int); insert into few values (1), (2);
  create index on docs (doc); create index on docs (id); alter table docs add primary key (id); create index on docs (md5(doc)); create materialized view m as select count(*) from docs`
/** What every crash has to leave: as many rows as the ledger says, whatever they are. */
const AGREES = `select (select coalesce(sum(rows), 0) from drover.ledger where id like 'chunk %') = (select count(*) from docs) + (select count(*) from few)`
const ROWS = `select count(*), count(distinct id), sum(hashtext(d::text)), (select count(*) from few) from docs d`

before(async () => {
  const ports = [source, target].map(({ sshd }) => sshd?.port ?? 0)
  cutter = await startCutter(ports)
  await bed.fill('cht', CONTENT)
  play = newPlay(bed, 'cht')
  await playSteps(play, tools, 'inventory', 'copy-schema')
  const from = cutter.bytes()
  await playStep(play, farBot().tools, 'copy-tables')
  bytes = cutter.bytes() - from
})

/** A bot that reaches both hosts through the cutter. */
function farBot(): Bot {
  const { sshd: old } = source
  const { sshd: now } = target
  if (!old || !now) throw new Error('there is no sshd')
  return bed.bot({ [OLD]: sshConfig(old, cutter.ports[0]), [NEW]: sshConfig(now, cutter.ports[1]) })
}

/** The target as it is before the rows come. */
async function empty(): Promise<void> {
  await target.cluster.psql('cht', `truncate docs, few; delete from drover.ledger where id like 'chunk %'`)
}

async function ask(sql: string): Promise<string> {
  return target.cluster.psql('cht', sql)
}

async function assertWhole(): Promise<void> {
  assert.equal(await ask(AGREES), 't')
  assert.equal(await ask(ROWS), await source.cluster.psql('cht', ROWS))
  assert.equal(
    await ask(
      `select (select count(*) from drover.chunks) = (select count(*) from drover.ledger where id like 'chunk %')`,
    ),
    't',
  )
}

test('the pieces of a table lie end to end from its first page, and the last one is open', async () => {
  const ends = `select relation, bool_and(first_page = before) and count(*) filter (where is_last) = 1 and max(first_page) filter (where is_last) = max(first_page) as good, count(*) > 3 as many
    from (select *, lag(first_page + pages, 1, 0) over (partition by relation order by first_page) as before from drover.chunks) c group by relation order by 1`
  assert.equal(await ask(ends), '"public"."docs"|t|t\n"public"."few"|t|f')
})

test('a link cut after 10 %, 40 % and 30 % more of the bytes costs new tries, and nothing arrives twice', async () => {
  await empty()
  const bot = farBot()
  for (const percent of [10, 40, 30]) {
    cutter.after((bytes * percent) / 100, cutter.cut)
    await assert.rejects(playStep(play, bot.tools, 'copy-tables'), isPassing)
    assert.equal(await ask(AGREES), 't')
  }
  await playThrough(play, bot.tools, 'copy-tables')
  await assertWhole()
  await bot.leave()
})

test('a bot that ends again and again in the middle leaves ledger and rows in agreement, and another one goes on', async () => {
  await empty()
  for (const percent of [0, 15, 25, 40]) {
    const bot = farBot()
    const end = new AbortController()
    cutter.after((bytes * percent) / 100, () => end.abort())
    await playStep(play, bot.tools, 'copy-tables', end.signal).catch(() => undefined)
    await bot.leave()
    assert.equal(await ask(AGREES), 't')
  }
  await playThrough(play, tools, 'copy-tables')
  await assertWhole()
})

test('two bots that copy to the same target at once bring every row once', async () => {
  await empty()
  const [one, other] = [farBot(), farBot()]
  await Promise.all([one, other].map((bot) => playStep(play, bot.tools, 'copy-tables')))
  await assertWhole()
  await Promise.all([one.leave(), other.leave()])
})

test('a stream that ends early with exit 0 is not trusted, wherever it ends', async (t) => {
  const fake = join(source.sshd?.binDir ?? '', 'psql')
  t.after(() => rm(fake, { force: true }))
  const end = async (where: string) => {
    await empty()
    const real = join(source.cluster.binDir, 'psql')
    await writeFile(fake, `#!/bin/sh\n${real} "$@" 2>/dev/null | head -c ${where}\n`, { mode: 0o755 })
    return playStep(play, tools, 'copy-tables')
  }
  // Among the settings, in the middle of a row, after the rows and before they are compared with what was sent.
  for (const where of ['0', '400', '100000', '-200']) {
    await assert.rejects(end(where), { code: 'part-failed' })
    assert.equal(await ask(AGREES), 't')
  }
  // After the commit, with the last word missing.
  await end('-5')
  await assertWhole()
})

test('a target server that is stopped in the middle loses nothing that was said to have landed', async () => {
  await empty()
  const bot = farBot()
  const stopped = new Promise<void>((resolve) =>
    cutter.after(bytes / 2, () => resolve(cutter.frozenFor(target.cluster.stop))),
  )
  const failed = playStep(play, bot.tools, 'copy-tables').then(
    () => undefined,
    (error: unknown) => error,
  )
  await stopped
  assert.ok((await failed) instanceof UserError)
  await target.cluster.start()
  assert.equal(await ask(AGREES), 't')
  await playThrough(play, bot.tools, 'copy-tables')
  await assertWhole()
  await bot.leave()
})

test('rows that somebody else put into the target are found by the proof', async () => {
  await ask('insert into few values (3)')
  await playStep(play, tools, 'verification')
  const { outcome, summary = '' } = play.verdicts['verification'] ?? {}
  assert.equal(outcome, 'fail')
  assert.match(summary, /^1 of 2 tables differs: public\.few /)
  await ask('delete from few where a = 3')
})

test('a build of indexes that is ended in the middle goes on with what is missing', async () => {
  const { act } = Object(stepOf(play, 'build-indexes'))
  const id = await startJob(play, tools, act, `${play.run}-build-indexes-1`)
  play.attempts['build-indexes'] = 1
  await until(
    async () => ((await ask(`select 1 from drover.ledger where id like 'entry %' limit 1`)) ? true : undefined),
    {
      timeoutMs: 60_000,
      otherwise: () => 'no entry was built',
    },
  )
  await tools.hosts.stop(NEW, id)
  await playSteps(play, tools, 'set-sequences', 'verification')
  assert.equal(play.verdicts['verification']?.outcome, 'pass')
  assert.equal(
    await ask(`select count(*) - (select count(*) from drover.entries) from drover.ledger where id like 'entry %'`),
    '0',
  )
  await playSteps(play, tools, 'structure')
  assert.deepEqual(await differences(bed, 'cht'), [])
})

test('a source server that restarts ends the copy with the way out, and after a rollback it starts anew', async () => {
  const lost = newPlay(bed, 'cht')
  await rollBack(play, tools)
  assert.equal(await target.cluster.psql('postgres', `select count(*) from pg_database where datname = 'cht'`), '0')
  await playSteps(lost, tools, 'inventory', 'copy-schema')
  await source.cluster.stop()
  await source.cluster.start()
  await assert.rejects(playThrough(lost, tools, 'copy-tables'), {
    code: 'snapshot-lost',
    message:
      /^The snapshot of database cht on old-pg is gone: the server restarted, .* Roll back, which drops the new database, and start again\.$/,
  })
  await rollBack(lost, tools)
  const anew = newPlay(bed, 'cht')
  await playSteps(anew, tools, 'inventory', 'copy-tables')
  await assertWhole()
  await playSteps(anew, tools, 'release-snapshot', 'release-snapshot')
})

test('a target whose disk is full says so, and a retry after there is room again brings the rest', async (t) => {
  const disk = join(bed.folder.dir, 'small')
  await mkdir(disk)
  const run = promisify(execFile)
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=0777', 'tmpfs', disk]).catch(() => undefined)
  if (!mounted) return t.skip('a small disk can only be mounted by root')
  t.after(() => run('umount', ['-l', disk]))
  await run('chown', ['--reference', target.cluster.dataDir, disk])
  await target.cluster.psql(
    'postgres',
    `create tablespace small location '${disk}'; create database full_disk tablespace small`,
  )
  await bed.fill('full_disk', CONTENT)
  const full = newPlay(bed, 'full_disk')
  await playSteps(full, tools, 'inventory', 'copy-schema')
  const { stdout } = await run('df', ['--output=avail', '-B1', disk])
  const ballast = join(disk, 'ballast')
  await run('fallocate', ['-l', String(Number(stdout.split('\n')[1]) - 2_000_000), ballast])
  await assert.rejects(playStep(full, tools, 'copy-tables'), /No space left on device/)
  await rm(ballast)
  await playSteps(full, tools, 'copy-tables', 'set-sequences')
  assert.equal(await target.cluster.psql('full_disk', AGREES), 't')
  assert.equal(await target.cluster.psql('full_disk', ROWS), await source.cluster.psql('full_disk', ROWS))
  await playSteps(full, tools, 'release-snapshot', 'release-snapshot')
  await target.cluster.psql('postgres', 'drop database full_disk with (force); drop tablespace small')
})
