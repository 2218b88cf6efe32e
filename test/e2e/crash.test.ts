import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { PEOPLE } from '../../src/cli/demo/people.ts'
import { until } from '../../src/demo/until.ts'
import { assertEqualDatabases } from './support/databases.ts'
import { openJournalFile } from './support/journal-file.ts'
import { DECIDERS, HANDS } from './support/people.ts'
import { eventsOf, lookAt, type Play, startPlay } from './support/play.ts'
import { standIn } from './support/stand-in.ts'
import { drover } from './support/terminal.ts'

const CRASHES = 8
const LONGEST_LIFE_MS = 1500
const PROJECTIONS = ['journal', 'plans', 'runs', 'locks', 'gates', 'decisions', 'attempts', 'timings']

let play: Play
before(async () => {
  play = await startPlay({ docs: 3000 })
})
after(() => play?.stop())

test('a bot that crashes again and again at random moments finishes the move, and nothing happens twice', async (t) => {
  const seed = Number(process.env['DROVER_SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`seed ${seed} (DROVER_SEED=${seed} crashes at the same moments)`)
  const counts = await countPrograms()
  const run = await play.begins()
  const crashedAt: string[] = []
  const people = letPeopleDecide(run, () => crashedAt.length >= CRASHES)
  for (const lifeMs of lives(seed)) {
    await delay(lifeMs)
    await play.bot().crash()
    crashedAt.push(people.step())
    await play.restart()
  }
  await people.ended
  t.diagnostic(`crashed at ${[...new Set(crashedAt)].join(', ')}`)

  await t.test('every step was done in one attempt, and nobody was asked what happened', async () => {
    const events = await eventsOf(play)
    const started = events.filter(({ type }) => type === 'step-started').map(({ data }) => data)
    assert.equal(new Set(started).size, started.length)
    assert.ok(started.every((data) => data.includes('"attempt":1')))
    const bad = events.filter(({ type }) => /failed|uncertain|fallen|aborted/.test(type))
    assert.deepEqual(bad, [])
    assert.equal(events.at(-1)?.type, 'finished')
  })

  await t.test('every job ran once on its host, and every program that must not run twice ran once', async () => {
    for (const side of ['source', 'target'] as const) {
      const jobs = join(play.bed[side].host.homeDir, '.drover', 'jobs')
      const ids = (await readdir(jobs)).filter((name) => !name.startsWith('.'))
      assert.ok(ids.length > 0)
      for (const id of ids) {
        assert.match(id, new RegExp(`^${run}-[a-z0-9-]+-1$`))
        assert.match(await readFile(join(jobs, id, 'exit'), 'utf8'), /^(0|143)\n$/)
      }
    }
    assert.deepEqual(await counts(), { 'create database': 1, 'drop database': 1, 'compose stop': 1 })
  })

  await t.test('nothing was posted twice in Slack', async () => {
    await until(async () => ((await lookAt(play, (file) => file.lettersDue())) === 0 ? true : undefined), {
      timeoutMs: 120_000,
      everyMs: 500,
      otherwise: () => 'Some letters were not sent in time.',
    })
    const keys = postedKeys()
    assert.ok(keys.length > 40)
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    )
  })

  await t.test('the chain verifies, and the projections are what a rebuild makes of the events', async () => {
    await play.bot().stop()
    const verified = await drover({ DROVER_DATA: play.dataPath }, 'audit', 'verify')
    assert.match(verified.out, /^All \d+ events are as they were written\. Head of the chain: [0-9a-f]{64}$/)
    const copy = join(play.bed.dir, 'rebuilt')
    await mkdir(copy)
    await copyFile(join(play.dataPath, 'drover.sqlite'), join(copy, 'drover.sqlite'))
    assert.equal((await drover({ DROVER_DATA: copy }, 'rebuild')).code, 0)
    const [kept, rebuilt] = [play.dataPath, copy].map((path) => openJournalFile(join(path, 'drover.sqlite')))
    for (const table of PROJECTIONS) assert.deepEqual(rebuilt?.rowsOf(table), kept?.rowsOf(table), table)
    kept?.close()
    rebuilt?.close()
  })
})

/** Milliseconds that each bot lives, the same for the same seed (mulberry32). */
function lives(seed: number): readonly number[] {
  let state = seed
  return Array.from({ length: CRASHES }, () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return (((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * LONGEST_LIFE_MS
  })
}

/** Everybody decides as soon as there is a bot to tell; the last thing is only done once the crashes are over. */
function letPeopleDecide(run: string, isOver: () => boolean): { ended: Promise<void>; step(): string } {
  let last = ''
  const ended = decideUntilTheEnd(run, isOver, (step) => {
    last = step
  })
  ended.catch(() => undefined)
  return { ended, step: () => last }
}

async function decideUntilTheEnd(run: string, isOver: () => boolean, sees: (step: string) => void): Promise<void> {
  let compared = false
  for (;;) {
    const { status, step, hasEnded } = await play.comesTo(run, {})
    sees(step)
    if (hasEnded) return assert.equal(status, 'succeeded')
    if (status === 'waiting' && step === 'start' && !compared) {
      await assertEqualDatabases(play)
      compared = true
    }
    if (status === 'waiting' && step in DECIDERS) await play.approves(run, step)
    const hand = step === 'delete-backups' && !isOver() ? undefined : HANDS[step]
    if (hand) await play.asks(hand, 'done', run, 'note=Done.').catch(() => undefined)
    await delay(50)
  }
}

/** Counts how often the programs ran that change something for good. */
async function countPrograms(): Promise<() => Promise<Record<string, number>>> {
  const { source, target, dir } = play.bed
  const count = (name: string) => `echo x >> '${join(dir, `count ${name}`)}'`
  await standIn(target.host, 'psql', `case "$*" in *'-c create database'*) ${count('create database')};; esac`)
  await standIn(source.host, 'psql', `case "$*" in *'-c drop database'*) ${count('drop database')};; esac`)
  await standIn(source.host, 'docker', `case "$*" in *' stop couch2pg') ${count('compose stop')};; esac`)
  return async () => {
    const names = ['create database', 'drop database', 'compose stop']
    const lines = await Promise.all(
      names.map(async (name) => [name, (await readFile(join(dir, `count ${name}`), 'utf8')).length / 2] as const),
    )
    return Object.fromEntries(lines)
  }
}

/** The keys of the letters that stand in the channel, its threads and the direct messages. */
function postedKeys(): readonly string[] {
  const { slack } = play
  const posts = slack.messages('data-moves')
  const all = [
    ...posts.flatMap(({ ts }) => slack.messages('data-moves', ts)),
    ...PEOPLE.flatMap(({ id }) => slack.dms(id)),
  ]
  return all.flatMap(({ metadata }) => {
    const [, key] = /"key":"([^"]+)"/.exec(JSON.stringify(metadata ?? {})) ?? []
    return key === undefined ? [] : [key]
  })
}
