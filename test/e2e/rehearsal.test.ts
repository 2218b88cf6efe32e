import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { CHANNEL } from '../../src/cli/demo/people.ts'
import { brakeCopies } from '../../src/demo/stand-in.ts'
import { askDatabase, noTransactionLeft, targetExists } from './support/databases.ts'
import { type Play, QUICK, startPlay } from './support/play.ts'

let play: Play
before(async () => {
  play = await startPlay({
    docs: 300,
    config: (config) => {
      config['environments'] = {
        clinics: {
          hosts: ['old-pg', 'new-pg'],
          policies: { rehearsal: { within: '30d', atLeast: 80, reverse: true } },
        },
      }
    },
  })
})
after(() => play?.stop())
afterEach(() => play?.clearsAway())

async function rehearses(): Promise<string> {
  const { ok, text } = await play.asks('dina', 'rehearse', 'couch2pg-move', ...QUICK)
  const [, run] = /^Rehearsal (\S+) of couch2pg-move has started\. You are its driver\./.exec(text) ?? []
  assert.ok(ok && run, text)
  return run
}

async function trialExists(): Promise<boolean> {
  const found = await play.bed.target.cluster.psql(
    'postgres',
    "select count(*) from pg_database where datname = 'cht_rehearsal'",
  )
  return found.trim() === '1'
}

test('production has to be rehearsed first: on the target, by one person, and nothing is left of it', async () => {
  const early = await play.asks('dina', 'start', 'couch2pg-move', ...QUICK)
  assert.match(
    early.text,
    /^The rules of clinics ask for a rehearsal of this very plan, and couch2pg-move was never rehearsed to a good end with these params\.\nNothing was started\. Rehearse it first: \/migrate rehearse couch2pg-move source=old-pg target=new-pg /,
  )

  const rows = await askDatabase(play, 'source', 'select count(*) from couchdb')
  const run = await rehearses()
  await play.comesTo(run, { status: 'succeeded' })
  assert.equal(await trialExists(), false)
  assert.equal(await targetExists(play), false)
  assert.equal(await askDatabase(play, 'source', 'select count(*) from couchdb'), rows)
  await noTransactionLeft(play, 'source')
  assert.match(await play.bed.source.couch2pg.compose('ps'), /\bUp\b/)
  assert.match((await play.asks('dina', 'evidence', run, 'verification')).text, /All \d+ tables hold the same \d+ rows/)

  const cards = play.slack.messages(CHANNEL.id).filter(({ text }) => text.includes(run))
  assert.ok(cards.length > 0)
  for (const { text } of cards) assert.match(text, /^REHEARSAL · /)

  const production = await play.begins()
  await play.comesTo(production, { step: 'go', status: 'waiting' })
  assert.match((await play.asks('dina', 'status', production)).text, /is waiting/)
})

test('a rehearsal that is given up in the middle takes back what it made', async () => {
  const brake = await brakeCopies(play.bed.source.host)
  const run = await rehearses()
  await play.comesTo(run, { step: 'copy-tables' })
  await brake.holds()
  assert.equal(await trialExists(), true)
  const aborting = await play.asks('dina', 'abort', run, 'reason=Lunch.')
  assert.equal(
    aborting.text,
    `${run} is being aborted. What the rehearsal made is taken back; /migrate steps ${run} lists it.`,
  )
  await play.comesTo(run, { status: 'rolled-back' })
  await brake.remove()
  assert.equal(await trialExists(), false)
  await noTransactionLeft(play, 'source')
})
