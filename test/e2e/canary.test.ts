import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type App, createApp } from '../../src/app.ts'
import { configSchema } from '../../src/config/schema.ts'
import { check, defineCheck, defineMigration, gate, remote, secretName, sh, z } from '../../src/kit.ts'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import { pgpass } from '../../src/model/secret.ts'
import { startPostgres } from '../sources/bed/postgres.ts'
import { type Hit, hitsIn, hitsInProcesses, hitsUnder } from './support/canaries.ts'

const PASSWORD = 'canary:pw"9\\f-81c2'
const COUCH = 'canary-couch-52ab'
const PATIENT = 'Amina Wanjiru Canary 1994'
const CHANNEL = 'C0OPS'

const postgres = await startPostgres()
await postgres.psql(
  `create role app login password '${PASSWORD}'; create table patients (name text primary key);
   insert into patients values ('${PATIENT}'); grant select, insert on patients to app`,
)

const database = { host: 'here', port: postgres.port, database: 'postgres', user: 'app' }

/** A check that trips over a row. */
const ages = defineCheck({
  name: 'canary-ages',
  version: 1,
  args: z.object({ password: z.string() }),
  title: () => 'Ages',
  measure: (args, tools) =>
    tools.databases.query({ ...database, password: args.password }, 'select name::int from patients'),
  judge: () => ({ outcome: 'pass', summary: 'Every age is a number.', values: {} }),
})

const logins = defineCheck({
  name: 'canary-logins',
  version: 1,
  args: z.object({ password: z.string() }),
  title: () => 'Rows',
  measure: (args, tools) =>
    tools.databases.query({ ...database, password: args.password }, 'select count(*) as n from patients'),
  judge: () => ({ outcome: 'pass', summary: '1 row.', values: { rows: 1 } }),
})

/** Reads its secrets aloud, trips over a row, and fails. */
const migration = defineMigration({
  name: 'canary',
  summary: 'Say everything that must not be said',
  params: z.strictObject({ password: secretName(), couch: secretName(), url: z.string().default('none') }),
  roles: ['dba'],
  checks: [ages.registered, logins.registered],
  steps: ({ password, couch }) => {
    const rows = check('rows', logins({ password }))
    const files = {
      pgpass: pgpass({ port: postgres.port, user: 'app', password }),
      couch: { lines: [[{ secret: couch, as: 'plain' as const }]] },
    }
    const run = sh`set +e
secret=$(cat ${{ file: 'couch' }})
cat ${{ file: 'pgpass' }} >&2
echo "connecting to http://medic:$secret@127.0.0.1/medic" >&2
echo "COUCHDB_PASSWORD=$secret" >&2
: <"/nowhere/$secret.env"
export PGPASSFILE=${{ file: 'pgpass' }}
for try in 1 2 3; do
  psql -w -X -h 127.0.0.1 -p ${postgres.port} -U app -d postgres -c 'insert into patients select name from patients'
  psql -w -X -h 127.0.0.1 -p ${postgres.port} -U app -d postgres -c 'select pg_sleep(0.5), name::jsonb from patients'
done
exit 3`
    return [
      rows,
      gate('go', { approvals: { dba: 1 }, shows: [rows] }),
      remote('say', { on: 'here', run, files, repeatable: true, undo: 'nothing', timeout: '1m', pitfalls: 'postgres' }),
      check('ages', ages({ password })),
    ]
  },
})

let folder: string
let slack: LocalSlack
let app: App
const logged: string[] = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drover-canary-'))
  slack = await startLocalSlack({
    people: [
      { id: 'U0ANNA', name: 'anna', displayName: 'Anna' },
      { id: 'U0DAN', name: 'dan', displayName: 'Dan' },
    ],
    channels: [{ id: CHANNEL, name: 'ops' }],
  })
  app = await createApp({
    config: configSchema.parse({
      channels: [CHANNEL],
      roles: { dba: { users: ['U0DAN'] } },
      hosts: { here: { connect: 'local', jobs: join(folder, 'jobs') } },
      secrets: { pg: 'env:PG', couch: 'env:COUCH' },
    }),
    dataPath: join(folder, 'data'),
    tokens: { botToken: slack.botToken, appToken: slack.appToken },
    slackApiUrl: slack.apiUrl,
    env: { PG: PASSWORD, COUCH },
    logLevel: 'debug',
    writeLog: (line) => void logged.push(line),
    migrations: [migration],
  })
  await app.start()
})
after(async () => {
  await app?.stop()
  await slack?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** The journal of this process is open; its folder is read as bytes beside it. */
const dataPath = () => join(folder, 'data')
const canaries = () => ({
  'the password of Postgres': PASSWORD,
  'the password of CouchDB': COUCH,
  'a patient': PATIENT,
  'the bot token': slack.botToken,
  'the app token': slack.appToken,
})

async function types(who: string, line: string): Promise<string> {
  const person = slack.as(who)
  const seen = person.ephemerals().length
  await person.command(CHANNEL, line)
  return slack.waitFor(() => person.ephemerals()[seen]?.text, 60_000)
}

async function comesTo(status: string): Promise<void> {
  const isThere = async () => (await app.runs.journal.list({}))[0]?.status === status
  for (const endMs = performance.now() + 40_000; !(await isThere()); ) {
    if (performance.now() > endMs)
      throw new Error(
        `the run did not come to ${status}: ${JSON.stringify(
          slack
            .as('U0DAN')
            .ephemerals()
            .map(({ text }) => text),
        )}`,
      )
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Looks at every process again and again, and leaves the bot in this one most of the time. Gives what ends it. */
function watchProcesses(onHits: (hits: readonly Hit[]) => void): () => void {
  const look = () => {
    const startedMs = performance.now()
    onHits(hitsInProcesses(canaries()))
    timer = setTimeout(look, Math.max(60, 3 * (performance.now() - startedMs)))
  }
  let timer = setTimeout(look, 60)
  return () => clearTimeout(timer)
}

test('nothing secret and nobody of the rows is seen anywhere, whatever commands, servers and people say', async (t) => {
  const hits: Hit[] = []
  t.after(watchProcesses((seen) => hits.push(...seen)))
  const answers = [
    await types('U0ANNA', `start canary password=pg couch=couch url=http://medic:${COUCH}@127.0.0.1/medic`),
    await types('U0ANNA', 'start canary password=pg couch=couch'),
  ]
  await comesTo('waiting')
  answers.push(await types('U0ANNA', `hold reason="The password is ${COUCH}, is it not"`))
  answers.push(
    await types('U0ANNA', 'release'),
    await types('U0DAN', `approve as=dba reason="I know COUCHDB_PASSWORD=${COUCH}"`),
  )
  await comesTo('failed')
  for (const line of ['status', 'why', 'logs', 'evidence', 'steps', 'audit', 'report'])
    answers.push(await types('U0ANNA', line))
  answers.push(await types('U0ANNA', `skip reason="Nobody needs ${COUCH}"`))
  await comesTo('failed')
  answers.push(await types('U0ANNA', 'why'), await types('U0ANNA', `abort reason="${COUCH} is out"`))
  await comesTo('aborted')
  await slack.waitFor(() => slack.files().some(({ name }) => name.endsWith('.html')), 60_000)

  const [run] = await app.runs.journal.list({})
  const exported = await app.records.audit(run?.id ?? '')
  hits.push(
    ...answers.flatMap((text) => hitsIn('an answer', text, canaries())),
    ...slack.calls().flatMap((call) => hitsIn(`a call of ${call.method}`, JSON.stringify(call.args), canaries())),
    ...slack.files().flatMap(({ name, bytes }) => hitsIn(name, bytes, canaries())),
    ...hitsUnder(dataPath(), canaries()),
    ...logged.flatMap((line) => hitsIn('the log', line, canaries())),
    ...hitsIn('the audit export', exported.text, canaries()),
  )
  assert.deepEqual(hits, [])
  const shown = JSON.stringify(slack.calls().map(({ args }) => args))
  for (const masked of ['[secret]', '[row content left on the host]']) assert.ok(shown.includes(masked), masked)
})

test('the scanner sees a canary in every place it looks at', async () => {
  const planted = canaries()
  assert.deepEqual(hitsIn('a text', JSON.stringify({ a: `x${PASSWORD}` }), planted), [
    { place: 'a text', what: 'the password of Postgres' },
  ])
  app.log.warn('A plant.', { word: 'planted-canary' })
  await types('U0ANNA', 'status planted-canary')
  await app.runs.journal.note('planted', 'note', 'planted-canary')
  const plant = { plant: 'planted-canary' }
  assert.notDeepEqual(
    logged.flatMap((line) => hitsIn('the log', line, plant)),
    [],
  )
  assert.notDeepEqual(
    slack
      .as('U0ANNA')
      .ephemerals()
      .flatMap(({ text }) => hitsIn('a message', text, plant)),
    [],
  )
  const sleeper = spawn('sleep', ['30'], { argv0: 'planted-canary', env: { PLANT: 'planted-canary' } })
  await new Promise((resolve) => sleeper.once('spawn', resolve))
  assert.deepEqual(
    new Set(hitsInProcesses(plant).map(({ place }) => place)),
    new Set(['a command line', 'an environment']),
  )
  sleeper.kill()
})
