import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { drover } from './support/terminal.ts'

test('a Drover that cannot run says why and ends', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'drover-e2e-'))
  t.after(() => rm(dir, { recursive: true, force: true }))
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    DROVER_CONFIG: join(dir, 'drover.yml'),
    DROVER_DATA: join(dir, 'other-data'),
  }
  const says = async (err: string, change: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    assert.deepEqual(await drover({ ...env, ...change }, ...(args.length > 0 ? args : ['serve'])), {
      code: 1,
      out: '',
      err,
    })

  await t.test('a token that is missing, and one in the wrong place', async () => {
    await says(
      "SLACK_APP_TOKEN is not set. Copy it from your app's settings in Slack (Basic Information, App-Level Tokens, with the scope connections:write) into the environment, then start Drover again.",
      { SLACK_APP_TOKEN: '' },
    )
    await says(
      "SLACK_BOT_TOKEN does not start with xoxb-, so it is another token. Copy the right one from your app's settings in Slack (OAuth & Permissions, Bot User OAuth Token).",
      { SLACK_BOT_TOKEN: 'xapp-1' },
    )
  })
  await t.test('a drover.yml that is broken in several places', async () => {
    const path = join(dir, 'broken.yml')
    await writeFile(
      path,
      'channels: [moves]\nroles: { dba: {} }\nhosts:\n  old-pg: { address: 10.0.0.1, user: 7, jmp: x }\nsecrets: { pg: hunter2 }\n',
    )
    const problems = [
      'channels/0: expected a channel id such as C0123ABCD (in Slack: channel details, at the bottom)',
      'roles/dba: nobody holds it: give it users, a usergroup or a channel',
      'hosts/old-pg/user: expected string, received number',
      'hosts/old-pg/jmp: there is no such setting',
      'secrets/pg: expected env:NAME, file:PATH or command:PROGRAM; the secret itself never stands in this file',
    ]
    const sentence = `${path} has 5 problems. Drover did not start.`
    await says([sentence, ...problems.map((line) => `  ${line}`)].join('\n'), { DROVER_CONFIG: path })
  })
  await t.test('a database that a newer Drover wrote, or that another Drover has', async () => {
    await writeFile(env.DROVER_CONFIG, 'channels: [C0MOVES]\nroles: {}\nhosts: {}\n')
    await mkdir(env.DROVER_DATA)
    const db = new Database(join(env.DROVER_DATA, 'drover.sqlite'))
    db.pragma('user_version = 99')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE; COMMIT')
    await says(
      `Another Drover has the database ${env.DROVER_DATA}/drover.sqlite open, and one bot owns a journal. Stop the other one, or set DROVER_DATA to another folder for this one.`,
      {},
    )
    db.close()
    await says(
      'This database is at schema 99 and this Drover knows up to 5. Start the newer Drover; starting this one is not safe.',
      {},
    )
  })
  await t.test('a plan without the params it needs', () =>
    says(
      'source: missing. Add source=…\ncouchdbUrl: missing. Add couchdbUrl=…\ncouchdbPassword: missing. Add couchdbPassword=…\nNothing was started. /migrate plan couch2pg-move shows what it takes.',
      {},
      'plan',
      'couch2pg-move',
      'target=new-pg',
    ),
  )
  await t.test('a question where no bot runs', () =>
    says(
      `No Drover is running on ${dir}/nothing. Start it with: drover serve. Or point DROVER_DATA to the folder of the one that runs.`,
      { DROVER_DATA: join(dir, 'nothing') },
      'status',
    ),
  )
})
