import assert from 'node:assert/strict'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { brakeCopies, standIn } from '../../src/demo/stand-in.ts'
import { until } from '../../src/demo/until.ts'
import {
  askDatabase,
  assertEqualDatabases,
  noTransactionLeft,
  openTransactions,
  targetExists,
} from './support/databases.ts'
import { type Play, startPlay } from './support/play.ts'

let play: Play
before(async () => {
  play = await startPlay({
    docs: 300,
    config: (config) => {
      const { hosts } = config
      if (isRecord(hosts) && isRecord(hosts['old-pg'])) hosts['old-pg']['direct'] = { 'new-pg': 'ssh pg-new' }
    },
  })
})
after(() => play?.stop())
afterEach(() => play?.clearsAway())

test('a dump, gzip and restore brings the same database under systemd, and a rollback takes all of it away again', async () => {
  const run = await play.begins('method=dump', 'sourceRuntime=systemd', 'targetRuntime=systemd')
  await play.goesOnTo(run, { step: 'start', status: 'waiting' })
  await assertEqualDatabases(play)
  await play.goesOnTo(run, { step: 'cutover-gate', status: 'waiting' })
  assert.match(await play.bed.target.couch2pg.compose('ps'), /\bUp\b/)
  await play.asks('amina', 'rollback', run, 'reason=The dashboards are slow.')
  await play.comesTo(run, { status: 'rolled-back' })
  assert.doesNotMatch(await play.bed.target.couch2pg.compose('ps'), /\bUp\b/)
  assert.equal(await targetExists(play), false)
  assert.deepEqual(await readdir(join(play.bed.dir, 'work')), [])
})

test('a source that keeps changing is copied from host to host as of one moment, and a rollback leaves it untouched', async () => {
  const seen = join(play.bed.dir, 'went-direct')
  const ssh = await standIn(play.bed.source.host, 'ssh', `echo x >> '${seen}'`)
  const brake = await brakeCopies(play.bed.source.host)
  const rowsOf = (side: 'source' | 'target') => askDatabase(play, side, 'select count(*) from couchdb')
  const run = await play.begins('relay=direct')
  await play.goesOnTo(run, { step: 'copy-tables' })
  await brake.holds()
  const atSnapshot = await rowsOf('source')
  play.bed.couchdb.add(40)
  play.bed.couchdb.change(25)
  play.bed.couchdb.remove(10)
  await until(async () => ((await rowsOf('source')) > atSnapshot ? true : undefined), {
    timeoutMs: 60_000,
    otherwise: () => 'couch2pg on the source did not go on while the copy waited',
  })
  await brake.remove()
  await play.goesOnTo(run, { step: 'start', status: 'waiting' })
  assert.equal(await rowsOf('target'), atSnapshot)
  await access(seen)
  await ssh.remove()
  assert.match((await play.asks('dina', 'evidence', run, 'verification')).text, /All \d+ tables hold the same \d+ rows/)

  await play.asks('dina', 'rollback', run, 'reason=Tried enough.')
  await play.comesTo(run, { status: 'rolled-back' })
  assert.equal(await targetExists(play), false)
  await noTransactionLeft(play, 'source')
  assert.ok((await rowsOf('source')) > atSnapshot)
  assert.match(await play.bed.source.couch2pg.compose('ps'), /\bUp\b/)
})

test('a rollback while the copy is held lets go of the snapshot', async () => {
  const brake = await brakeCopies(play.bed.source.host)
  const run = await play.begins()
  await play.goesOnTo(run, { step: 'copy-tables' })
  await brake.holds()
  await play.asks('nobu', 'hold', run, 'reason=The disk is filling up.')
  await play.comesTo(run, { status: 'holding' })
  const early = await play.asks('dina', 'rollback', run, 'reason=Stop.')
  assert.equal(
    early.text,
    `copy-tables is still running. /migrate hold ${run} reason="…" stops the run after it; then roll back.`,
  )
  await brake.remove()
  await play.comesTo(run, { status: 'held' })
  assert.equal(await openTransactions(play, 'source'), 1)
  await play.asks('dina', 'rollback', run, 'reason=Stop.')
  await play.comesTo(run, { status: 'rolled-back' })
  await noTransactionLeft(play, 'source')
  assert.equal(await targetExists(play), false)
})

/** Up to a gate whose approval fell, and that was asked again. */
async function changeMinds(): Promise<string> {
  const oldDump = await standIn(
    play.bed.source.host,
    'pg_dump',
    'case "$*" in --version) echo "pg_dump (PostgreSQL) 12.22"; exit;; esac',
  )
  const run = await play.begins()
  await play.comesTo(run, { step: 'versions', status: 'failed' })
  await oldDump.remove()
  const skipped = await play.asks('amina', 'skip', run, 'reason=Looked at both servers myself.')
  assert.equal(skipped.text, `${run} goes on without that step. Every later gate shows that it was skipped, and why.`)
  await play.comesTo(run, { step: 'go', status: 'waiting' })

  await play.asks('amina', 'approve', run, 'as=dba')
  const withdrawn = await play.asks('amina', 'withdraw', run)
  assert.equal(withdrawn.text, `Your approval of go is withdrawn. ${run} waits for another one.`)
  const denied = await play.asks('joseph', 'deny', run, 'as=data-owner', 'reason=Not on a Friday.')
  assert.equal(denied.text, `Denied go of ${run} as data-owner. The run is held.`)
  await play.comesTo(run, { status: 'held' })
  const why = await play.asks('dina', 'why', run)
  assert.match(why.text, /is held by @Joseph since \d\d:\d\d UTC: Not on a Friday\. \/migrate release/)
  await play.asks('dina', 'release', run)
  await play.comesTo(run, { step: 'go', status: 'waiting' })

  await play.asks('amina', 'approve', run, 'as=dba')
  await askDatabase(play, 'source', 'create table surprise (id int)')
  await play.asks('joseph', 'approve', run, 'as=data-owner')
  const again = await play.slack.waitFor(
    () => play.slack.messages('data-moves').find(({ blocks }) => JSON.stringify(blocks).includes('Asked again')),
    60_000,
  )
  const card = JSON.stringify(again.blocks)
  assert.match(card, /Take stock of cht on old-pg:\d+: tables moved from 8 to 9\./)
  assert.match(card, /Looked at both servers myself\./)
  assert.match(card, /"action_id":"approve:dba"/)
  await askDatabase(play, 'source', 'drop table surprise')
  assert.equal((await play.comesTo(run, { step: 'go' })).status, 'waiting')
  return run
}

test('people change their minds, what moves under an approval fells it, and an abort while copying ends what runs', async (t) => {
  const run = await changeMinds()
  const brake = await brakeCopies(play.bed.source.host)
  t.after(() => brake.remove())
  await play.goesOnTo(run, { step: 'copy-tables' })
  await brake.holds()
  const aborting = await play.asks('dina', 'abort', run, 'reason=Wrong server.')
  assert.equal(aborting.text, `${run} is being aborted. What it did so far stays; /migrate steps ${run} lists it.`)
  await play.comesTo(run, { status: 'aborted' })
  await noTransactionLeft(play, 'source')
  await noTransactionLeft(play, 'target')
  assert.equal(await targetExists(play), true)
})

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
