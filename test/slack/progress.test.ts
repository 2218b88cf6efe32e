import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { defineMigration } from '../../src/model/migration.ts'
import { UserError } from '../../src/model/user-error.ts'
import { type Office, startOffice } from './office.ts'

const migration = defineMigration({
  name: 'copy-files',
  summary: 'Copy files to a new server',
  params: z.strictObject({ source: z.string() }),
  roles: ['dba'],
  steps: () => [],
})
const MEASURING = 'Measuring old and new (about 10 s)…'

let office: Office
before(async () => {
  office = await startOffice({
    migrations: [migration],
    async answer({ subcommand, options }, { tell }) {
      if (subcommand === 'start' && Object.keys(options).length === 0)
        throw new UserError('bad-params', 'source: missing. Add source=…')
      await tell?.(MEASURING)
      return { text: `Done with ${subcommand}.` }
    },
  })
})
after(() => office.stop())

/** What a person was told in private, in order, up to the answer. */
async function heard(who: string, answer: string): Promise<readonly string[]> {
  await office.told(who, answer)
  return office.slack
    .as(who)
    .ephemerals()
    .map(({ text }) => text)
}

test('an answer that takes a while begins with a word to the person who waits', async () => {
  await office.slack.as('anna').command('ops', 'plan copy-files source=old')
  assert.deepEqual(await heard('anna', 'Done with plan.'), [MEASURING, 'Done with plan.'])
})

test('so does the answer to the start form', async () => {
  const dan = office.slack.as('dan')
  await dan.command('ops', 'start copy-files')
  const view = await office.slack.waitFor(() => (dan.view()?.callbackId === 'start' ? dan.view() : undefined))
  await dan.submit(view.id, { source: 'old' })
  assert.deepEqual(await heard('dan', 'Done with start.'), [MEASURING, 'Done with start.'])
})
