import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { stringify } from 'yaml'
import { z } from 'zod'
import { type App, createApp } from '../../src/app.ts'
import { answerTerminal } from '../../src/cli/answer-terminal.ts'
import { parseConfig } from '../../src/config/load.ts'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import { manual, remote } from '../../src/model/make-step.ts'
import { defineMigration } from '../../src/model/migration.ts'
import type { Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'

const ANNA = { id: 'U0ANNA', name: 'anna', displayName: 'Anna' }
const DAN = { id: 'U0DAN', name: 'dan', displayName: 'Dan' }

const folder = mkdtempSync(join(tmpdir(), 'drover-changed-file-'))
const written = join(folder, 'written')
const config = parseConfig(
  stringify({
    channels: ['C0OPS'],
    roles: { dba: { users: [DAN.id] } },
    hosts: { here: { connect: 'local', jobs: join(folder, 'jobs') } },
    operators: { dan: DAN.id },
  }),
  'drover.yml',
)

/** The migration's file with this word in its last command. */
const fileWith = (word: string) =>
  defineMigration({
    name: 'tidy',
    summary: 'Write a word',
    params: z.strictObject({}),
    roles: ['dba'],
    steps: () => [
      manual('look', { instructions: 'Look around.', undo: 'nothing' }),
      remote('write', { on: 'here', run: sh`printf %s ${word} > ${written}`, timeout: '1m', undo: 'nothing' }),
    ],
  })

let slack: LocalSlack
let app: App

async function begin(word: string): Promise<void> {
  app = await createApp({
    config,
    dataPath: folder,
    tokens: { botToken: slack.botToken, appToken: slack.appToken },
    slackApiUrl: slack.apiUrl,
    env: {},
    logLevel: 'error',
    writeLog: () => undefined,
    migrations: [fileWith(word)],
  })
  await app.start()
}

before(async () => {
  slack = await startLocalSlack({ people: [ANNA, DAN], channels: [{ id: 'C0OPS', name: 'ops' }] })
  await begin('old')
})
after(async () => {
  await app?.stop()
  await slack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function until(holds: (run: Run) => boolean): Promise<Run> {
  for (const deadlineMs = Date.now() + 60_000; Date.now() < deadlineMs; await wait(20)) {
    const [run] = await app.runs.journal.list({ channel: 'C0OPS' })
    if (run && holds(run)) return run
  }
  throw new Error('the run did not come that far')
}

const toldAnna = (text: RegExp) =>
  slack.waitFor(() =>
    slack
      .as('anna')
      .ephemerals()
      .find((one) => text.test(one.text)),
  )

test('a run goes on by a changed file only after the driver and one other person said so', async () => {
  await slack.as('anna').command('ops', 'start tidy')
  const { id } = await until(({ status }) => status === 'waiting')
  await app.stop()
  await begin('new')
  await until(({ status }) => status === 'held')
  await slack.waitFor(() =>
    slack.messages('ops').find(({ text }) => /Held:.* by Drover: .*write has another command\..*adopt/s.test(text)),
  )
  await slack.as('anna').command('ops', 'release')
  await toldAnna(/write has another command\. Nothing was released\. Put the old file back/)
  await slack.as('anna').command('ops', 'adopt the word was wrong')
  await toldAnna(/^You asked to move .* Now somebody else with dba has to type/)
  const said = await answerTerminal(
    app,
    config,
    { login: 'dan', argv: ['adopt', id, 'reason=I read it'] },
    () => undefined,
  )
  assert.match(said, /goes by the plan [0-9a-f]{12} from here on, as @Anna asked: the word was wrong\./)
  await slack.waitFor(() => slack.messages('ops').find(({ text }) => /^Plan changed: /.test(text.replaceAll('*', ''))))
  await slack.as('anna').command('ops', 'release')
  await until(({ status }) => status === 'waiting')
  await slack.as('anna').command('ops', 'done I looked')
  await until(({ status }) => status === 'succeeded')
  assert.equal(readFileSync(written, 'utf8'), 'new')
})
