import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { defineMigration } from '../../src/model/migration.ts'
import type { People } from '../../src/model/subcommand.ts'
import { UserError } from '../../src/model/user-error.ts'
import { live, measure, type Office, person, startOffice, textOf, until } from './office.ts'

const ID = 'm7f3xq'
const migration = defineMigration({
  name: 'copy-files',
  summary: 'Copy files to a new server',
  params: z.strictObject({ source: z.string(), target: z.string().default('new') }),
  roles: ['dba'],
  steps: () => [],
})

let office: Office
let isSlow = false
let letGo = (): void => undefined
const started: unknown[] = []

const slowly = (people: People): People => ({
  ...people,
  async person(id) {
    if (isSlow)
      await new Promise<void>((resolve) => {
        letGo = resolve
      })
    return await people.person(id)
  },
})

before(async () => {
  office = await startOffice({
    people: slowly,
    migrations: [migration],
    async answer({ subcommand, words, options }) {
      if (subcommand === 'start' && Object.keys(options).length === 0)
        throw new UserError('bad-params', 'source: missing. Add source=…')
      started.push({ subcommand, words, options })
      return { text: 'It has started.' }
    },
  })
  await toDrop()
})
after(() => office.stop())

/** Walks the run to the gate of its destructive step. */
async function toDrop(): Promise<void> {
  await office.toGate()
  const via = 'cli'
  const decide = async (id: string, role: string, typed?: string) => {
    const { gate } = await until(office, () => true)
    const card = { step: gate?.step ?? '', revision: gate?.revision ?? 0 }
    await office.tell({ type: 'approve', by: person(id, role), role, via, ...card, typed })
  }
  await decide('U0DAN', 'dba')
  await decide('U0OLGA', 'data-owner')
  await measure(office)
  await succeed()
  await office.tell({ type: 'done', by: person('U0DAN', 'dba'), note: '' })
  await succeed()
  await measure(office)
}

async function succeed(): Promise<void> {
  await office.tell({ type: 'succeeded', ...live(await until(office, () => true)), outputs: {}, evidence: [] })
}

const where = async () => ({ channel: 'ops', ts: (await office.message(`${ID}/gate/2`)).ts })
const windowOf = (who: string, verb: string) =>
  office.slack.waitFor(() => {
    const view = office.slack.as(who).view()
    return view?.callbackId === verb ? view : undefined
  })

test('approving something destructive asks for the name first, and a wrong name keeps the window open', async () => {
  const olga = office.slack.as('olga')
  await olga.click(await where(), 'approve:data-owner')
  const view = await windowOf('olga', 'approve')
  assert.match(JSON.stringify(view.blocks), /Type cht to confirm/)
  const { payload } = await olga.submit(view.id, { confirm: 'chat' })
  assert.deepEqual(payload, { response_action: 'errors', errors: { confirm: 'Type cht exactly.' } })
  assert.deepEqual((await until(office, () => true)).gate?.decisions, [])
  await olga.closeView(view.id)
})

test('somebody without the role is told so instead of being shown the window', async () => {
  await office.slack.as('dan').click(await where(), 'approve:data-owner')
  await office.told('dan', /^Only data-owner can decide this as data-owner/)
  assert.equal(office.slack.as('dan').view(), undefined)
})

test('a trigger that has expired is answered with what to do', async () => {
  office.slack.faults.expireTriggers()
  await office.slack.as('olga').click(await where(), 'deny')
  office.slack.faults.clear()
  await office.told(
    'olga',
    `Slack did not open the window in time. Click again, or type /migrate deny ${ID}. Nothing was done.`,
  )
})

test('while roles are looked up slowly a waiting window opens, and the real one replaces it', async () => {
  isSlow = true
  await office.slack.as('olga').click(await where(), 'deny')
  const waiting = await windowOf('olga', 'loading')
  isSlow = false
  letGo()
  const view = await windowOf('olga', 'deny')
  assert.equal(view.id, waiting.id)
  await office.slack.as('olga').closeView(view.id)
})

test('a slow look-up that ends in a refusal says so in the window', async () => {
  isSlow = true
  await office.slack.as('noor').click(await where(), 'deny')
  await windowOf('noor', 'loading')
  isSlow = false
  letGo()
  const view = await windowOf('noor', 'message')
  assert.match(JSON.stringify(view.blocks), /Only data-owner can decide this as data-owner/)
  await office.slack.as('noor').closeView(view.id)
})

test('somebody who closes the waiting window hears nothing more, unless it is a refusal', async () => {
  for (const who of ['olga', 'noor']) {
    isSlow = true
    await office.slack.as(who).click(await where(), 'deny')
    await office.slack.as(who).closeView((await windowOf(who, 'loading')).id)
    isSlow = false
    letGo()
  }
  await office.told('noor', /^Only data-owner can decide this as data-owner/)
  await office.slack.waitFor(
    () => office.slack.calls('views.update').filter(({ answer }) => answer['error'] === 'not_found').length === 2,
  )
  assert.deepEqual(
    office.slack
      .as('olga')
      .ephemerals()
      .filter(({ text }) => text.includes('broke')),
    [],
  )
})

test('a window whose run has moved on meanwhile changes nothing and says why', async () => {
  const olga = office.slack.as('olga')
  await olga.click(await where(), 'deny')
  const view = await windowOf('olga', 'deny')
  await office.tell({ type: 'approve', ...(await gateCard()), by: person('U0OLGA', 'data-owner'), typed: 'cht' })
  await measure(office)
  await olga.submit(view.id, { reason: 'not today' })
  await office.told('olga', /^drop-source-database is not waiting for a decision any more\./)
  assert.equal((await until(office, () => true)).hold, undefined)
})

async function gateCard() {
  const { gate } = await until(office, () => true)
  return { step: gate?.step ?? '', revision: gate?.revision ?? 0, role: 'data-owner', via: 'cli' as const }
}

test('hold takes a reason in a window and shows who held it', async () => {
  const { ts } = await office.card()
  await office.slack.as('noor').click({ channel: 'ops', ts }, 'hold')
  const view = await windowOf('noor', 'hold')
  await office.slack.as('noor').submit(view.id, { reason: 'users are calling' })
  const { hold } = await until(office, (run) => run.hold !== undefined)
  assert.deepEqual([hold?.by, hold?.reason], ['U0NOOR', 'users are calling'])
  await office.slack.waitFor(() => office.slack.messages('ops').some((one) => /^Held|Held:/.test(one.text)))
})

test('release is for the driver, and everybody else hears who can', async () => {
  const { ts } = await office.slack.waitFor(() =>
    office.slack.messages('ops').find((one) => textOf(one).includes('"action_id":"release"')),
  )
  await office.slack.as('noor').click({ channel: 'ops', ts }, 'release')
  await office.told('noor', /^To release m7f3xq takes the driver \(<@U0ANNA>\) or somebody with dba or data-owner\./)
  await office.slack.as('anna').click({ channel: 'ops', ts }, 'release')
  await until(office, (run) => run.hold === undefined)
})

test('starting without params opens a form, which starts the migration', async () => {
  const anna = office.slack.as('anna')
  await anna.command('ops', 'start copy-files')
  const view = await windowOf('anna', 'start')
  await anna.submit(view.id, { source: 'old' })
  await office.told('anna', 'It has started.')
  assert.deepEqual(started, [{ subcommand: 'start', words: ['copy-files'], options: { source: 'old', target: 'new' } }])
})

test('a password typed into the form is refused, and nothing is started', async () => {
  const anna = office.slack.as('anna')
  await anna.command('ops', 'start copy-files')
  const view = await windowOf('anna', 'start')
  await anna.submit(view.id, { source: 'http://admin:hunter2@old:5984' })
  assert.doesNotMatch(await office.told('anna', /^source looks like it holds a password/), /hunter2/)
  assert.equal(started.length, 1)
})

test('without a form to open, the missing params are named', async () => {
  await office.slack.as('anna').command('ops', 'start other')
  await office.told('anna', 'source: missing. Add source=…')
})
