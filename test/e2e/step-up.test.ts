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
import { type LocalSlack, type Message, startLocalSlack } from '../../src/local-slack/index.ts'
import { destructive } from '../../src/model/make-step.ts'
import { defineMigration } from '../../src/model/migration.ts'
import type { Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { codeOf, counterAt, secretOf } from '../../src/model/totp.ts'

const ANNA = { id: 'U0ANNA', name: 'anna', displayName: 'Anna' }
const OLGA = { id: 'U0OLGA', name: 'olga', displayName: 'Olga' }
const DAN = { id: 'U0DAN', name: 'dan', displayName: 'Dan' }
const NOOR = { id: 'U0NOOR', name: 'noor', displayName: 'Noor' }

const drop = (id: string) =>
  destructive(id, {
    on: 'here',
    run: sh`true`,
    undo: 'none',
    timeout: '1m',
    destroys: 'the only copy',
    approvals: { owner: 1 },
    shows: [],
    typeToConfirm: 'cht',
  })

/** Three things that cannot be undone, one for each way to say yes to one. */
const migration = defineMigration({
  name: 'burn',
  summary: 'Burn everything',
  params: z.strictObject({}),
  roles: ['owner'],
  steps: () => [drop('by-window'), drop('by-word'), drop('by-terminal')],
})

const folder = mkdtempSync(join(tmpdir(), 'drover-step-up-'))
const config = parseConfig(
  stringify({
    channels: ['C0OPS'],
    roles: { owner: { users: [OLGA.id, DAN.id, NOOR.id] } },
    hosts: { here: { connect: 'local', jobs: join(folder, 'jobs') } },
    operators: { dan: DAN.id },
    policies: { stepUp: 'totp' },
  }),
  'drover.yml',
)
/** Dan's app has had this secret for a long time. */
const DANS = secretOf(Buffer.alloc(20, 9))

let slack: LocalSlack
let app: App
const logged: string[] = []
const codes: string[] = []

before(async () => {
  slack = await startLocalSlack({ people: [ANNA, OLGA, DAN, NOOR], channels: [{ id: 'C0OPS', name: 'ops' }] })
  app = await createApp({
    config,
    dataPath: folder,
    tokens: { botToken: slack.botToken, appToken: slack.appToken },
    slackApiUrl: slack.apiUrl,
    env: {},
    logLevel: 'debug',
    writeLog: (line) => void logged.push(line),
    migrations: [migration],
  })
  await app.start()
  const { stepUps } = app.journal
  stepUps.offer(DAN.id, DANS, new Date().toISOString())
  stepUps.enrol(DAN.id, DANS, new Date().toISOString())
})
after(async () => {
  await app?.stop()
  await slack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What an app with this secret shows; a step ahead, its clock would be half a minute fast. */
function appShows(secret: string, ahead = 0): string {
  const code = codeOf(secret, counterAt(new Date().toISOString()) + ahead)
  codes.push(code)
  return code
}

const toldTo = (who: string, text: RegExp) =>
  slack.waitFor(() =>
    [...slack.as(who).ephemerals(), ...slack.dms(who)].map((one) => one.text).findLast((one) => text.test(one)),
  )

async function atGate(step: string): Promise<Run> {
  for (const deadlineMs = Date.now() + 30_000; Date.now() < deadlineMs; await wait(20)) {
    const [run] = await app.runs.journal.list({ channel: 'C0OPS' })
    if (run?.gate?.step === step && run.phase === 'asking') return run
  }
  throw new Error(`no gate opened at ${step}`)
}

/** The message that asks about a step, once Slack has it. */
const question = (step: string) =>
  slack.waitFor((): Message | undefined =>
    slack.messages('ops').find(({ blocks }) => JSON.stringify(blocks).includes(`approve:owner`) && says(blocks, step)),
  )

const says = (blocks: unknown, text: string) => JSON.stringify(blocks).toLowerCase().includes(text.replace('-', ' '))

let olgas = ''

test('enrolling sends a picture and a key to the person alone, and both go away with the first right code', async () => {
  await slack.as('olga').command('ops', 'enroll')
  await toldTo('olga', /^A picture for your authenticator app is in your messages with me\./)
  const key = await toldTo('olga', /Your step-up code for Drover\./)
  olgas = /`([A-Z2-7]{32})`/.exec(key)?.[1] ?? ''
  const [picture] = slack.files()
  assert.ok(picture)
  assert.equal(picture.mimeType, 'image/png')
  assert.equal(picture.bytes.subarray(1, 4).toString(), 'PNG')
  assert.deepEqual(slack.messages('ops'), [])
  await slack.as('olga').command('ops', 'enroll code=000000')
  await toldTo('olga', /^That code is not right/)
  await slack.as('olga').command('ops', `enroll code=${appShows(olgas)}`)
  await toldTo('olga', /^You have a step-up code now\. The message with the picture is gone/)
  assert.deepEqual(slack.files(), [])
  assert.ok(!JSON.stringify(slack.dms('olga')).includes(olgas))
})

test('the card says that it asks, and somebody without a code hears how to get one before typing anything', async () => {
  await slack.as('anna').command('ops', 'start burn')
  await atGate('by-window')
  const { ts, blocks } = await question('by-window')
  assert.match(
    JSON.stringify(blocks),
    /Each approval asks for a \*step-up code\*, since what it sets off cannot be undone/,
  )
  await slack.as('noor').click({ channel: 'ops', ts }, 'approve:owner')
  await toldTo(
    'noor',
    /^You have no step-up code yet, and approving by-window takes one.+\/migrate enroll sends you one/,
  )
  assert.equal(slack.as('noor').view(), undefined)
})

test('the window asks for the code, and takes a right one', async () => {
  const olga = slack.as('olga')
  const { ts } = await question('by-window')
  await olga.click({ channel: 'ops', ts }, 'approve:owner')
  const view = await slack.waitFor(() => (olga.view()?.callbackId === 'approve' ? olga.view() : undefined))
  assert.match(JSON.stringify(view.blocks), /"action_id":"code"/)
  const { payload } = await olga.submit(view.id, { confirm: 'cht', code: 'abcdef' })
  assert.deepEqual(payload, {
    response_action: 'errors',
    errors: { code: 'Six digits, as your authenticator app shows them.' },
  })
  const code = appShows(olgas, 1)
  await olga.submit(view.id, { confirm: 'cht', code: `${code.slice(0, 3)} ${code.slice(3)}` })
  await atGate('by-word')
})

test('a typed approve takes it as an option, and in a message for all it is no proof', async () => {
  const dan = slack.as('dan')
  await dan.command('ops', 'approve as=owner confirm=cht')
  await toldTo(
    'dan',
    /^Approving by-word takes a step-up code too, .+ approve \w+ as=owner confirm=cht code=&lt;six digits&gt;\./,
  )
  await dan.mention('ops', `approve as=owner confirm=cht code=${appShows(DANS)}`)
  await toldTo('dan', /^A step-up code in a message is there for all to read, so nothing was done\./)
  await dan.command('ops', `approve as=owner confirm=cht code=${appShows(DANS)}`)
  await toldTo('dan', /^Approved by-word of \w+ as owner\.$/)
  await atGate('by-terminal')
})

test('the terminal asks for it as well: the same code is refused there, and the next one counts', async () => {
  const ask = (...argv: string[]) => answerTerminal(app, config, { login: 'dan', argv }, () => undefined)
  const used = codes.at(-1)
  await assert.rejects(ask('approve', 'as=owner', 'confirm=cht'), { code: 'step-up-missing' })
  await assert.rejects(ask('approve', 'as=owner', 'confirm=cht', `code=${used}`), { code: 'step-up-replayed' })
  assert.match(await ask('approve', 'as=owner', 'confirm=cht', `code=${appShows(DANS, 1)}`), /^Approved by-terminal/)
})

test('what is written down for ever holds neither secrets nor codes', async () => {
  const [run] = await app.runs.journal.list({ channel: 'C0OPS' })
  assert.ok(run)
  const history = JSON.stringify(await app.runs.journal.history(run.id))
  assert.equal(history.match(/"steppedUp":true/g)?.length, 3)
  const said = JSON.stringify([slack.messages('ops'), ...['anna', 'olga', 'dan', 'noor'].map((who) => slack.dms(who))])
  const private_ = JSON.stringify(['anna', 'olga', 'dan', 'noor'].map((who) => slack.as(who).ephemerals()))
  const withoutMention = said.replaceAll(/approve as=owner confirm=cht code=\d{6}/g, '')
  for (const text of [history, withoutMention, private_, logged.join('\n')])
    for (const one of [olgas, DANS, ...codes]) assert.ok(!text.includes(one), `${one} stands somewhere`)
  const file = readFileSync(join(folder, 'drover.sqlite')).toString('latin1')
  for (const code of codes) assert.ok(!file.includes(`code=${code}`))
})

test('an operator lists and takes away codes in the terminal, and only then a new one is sent', async () => {
  const ask = (...argv: string[]) => answerTerminal(app, config, { login: 'root', argv }, () => undefined)
  assert.match(await ask('step-up'), /^U0DAN since \S+\nU0OLGA since \S+$/)
  await slack.as('olga').command('ops', 'enroll')
  await toldTo(
    'olga',
    /^You have a step-up code already, and Slack alone does not replace it\. .+ drover step-up reset U0OLGA/,
  )
  assert.match(await ask('step-up', 'reset', 'U0OLGA'), /^U0OLGA has no step-up code any more\./)
  await assert.rejects(ask('step-up', 'reset', 'U0OLGA'), { code: 'not-enrolled' })
  await slack.as('olga').command('ops', 'enroll')
  const key = await toldTo('olga', /Your step-up code for Drover\./)
  assert.ok(!key.includes(olgas))
})
