import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { askDatabase, assertEqualDatabases } from './support/databases.ts'
import { type Play, startPlay } from './support/play.ts'

let play: Play
before(async () => {
  play = await startPlay({ docs: 1500 })
})
after(() => play?.stop())

test('a hold in the middle of a copy lets it rest, and a release lets it go on from there', async () => {
  const run = await play.begins('limit=30kB/s')
  await play.goesOnTo(run, { step: 'copy-tables' })
  await play.asks('nobu', 'hold', run, 'reason=The network team needs the line.')
  await play.comesTo(run, { step: 'copy-tables', status: 'held' })
  const why = await play.asks('dina', 'why', run)
  assert.match(why.text, /is held by @Nobu since \d\d:\d\d UTC: The network team needs the line\./)
  const rows = () =>
    askDatabase(play, 'target', `select coalesce(sum(rows), 0) from drover.ledger where id like 'chunk %'`)
  const arrived = Number(await rows())
  await play.bot().crash()
  await play.restart()
  assert.equal(Number(await rows()), arrived)
  await play.asks('dina', 'release', run)
  await play.goesOnTo(run, { step: 'start', status: 'waiting' })
  await assertEqualDatabases(play)
  await play.asks('dina', 'rollback', run, 'reason=Only tried it.')
  await play.comesTo(run, { status: 'rolled-back' })
})

test('a whole cluster moves by its files while the source goes on, is proven by hashes, and is taken back', async () => {
  const port = await askDatabase(play, 'target', 'show data_directory', 'postgres')
  const run = await play.begins('method=physical')
  await play.goesOnTo(run, { step: 'catch-up' })
  play.bed.couchdb.add(40)
  await play.goesOnTo(run, { step: 'start', status: 'waiting' })
  const proven = await play.asks('dina', 'evidence', run, 'verification')
  assert.match(proven.text, /All 8 tables hold the same [\d,]+ rows by a 128-bit hash of every row/)
  await play.goesOnTo(run, { step: 'cutover-gate', status: 'waiting' })
  await play.asks('dina', 'rollback', run, 'reason=Only tried it.')
  await play.comesTo(run, { status: 'rolled-back' })
  assert.equal(await askDatabase(play, 'target', 'show data_directory', 'postgres'), port)
  const left = await askDatabase(play, 'target', `select count(*) from pg_database where datname = 'cht'`, 'postgres')
  assert.equal(left, '0')
})
