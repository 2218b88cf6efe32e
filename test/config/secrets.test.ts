import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createSecrets } from '../../src/config/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'drover-secrets-'))
after(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'good'), 'hunter22 with a space\n')
writeFileSync(join(folder, 'empty'), '\n')

const ENV = { COUCH: 'hunter22', BLANK: '' }

const GOOD = [
  { source: 'env:COUCH', value: 'hunter22' },
  { source: `file:${folder}/good`, value: 'hunter22 with a space' },
  { source: 'command:printf "hunter%s\\n" 22', value: 'hunter22' },
  { source: 'command:printf "two\\nlines\\n"', value: 'two\nlines' },
]

for (const { source, value } of GOOD) {
  test(`a secret is read from ${source.replace(folder, 'a folder')}`, async () => {
    const secrets = createSecrets({ couch: source }, ENV)
    assert.deepEqual(secrets.values(), [])
    assert.equal(await secrets.reveal('couch'), value)
    assert.deepEqual([secrets.values(), secrets.names()], [[value], ['couch']])
  })
}

const AGAIN = 'Provide it where Drover runs, then try again.'
const BAD = [
  { source: 'env:NOWHERE', says: `The secret couch is missing: the environment has no NOWHERE. ${AGAIN}` },
  { source: 'env:BLANK', says: `The secret couch is missing: the environment has no BLANK. ${AGAIN}` },
  {
    source: 'file:/nonexistent/secret',
    says: `The secret couch is missing: /nonexistent/secret cannot be read or is empty. ${AGAIN}`,
  },
  {
    source: `file:${folder}/empty`,
    says: `The secret couch is missing: ${folder}/empty cannot be read or is empty. ${AGAIN}`,
  },
  {
    source: 'command:echo hunter22; exit 3',
    says: `The secret couch is missing: its command failed or printed nothing. ${AGAIN}`,
  },
  { source: 'command:true', says: `The secret couch is missing: its command failed or printed nothing. ${AGAIN}` },
]

for (const { source, says } of BAD) {
  test(`a secret that ${source.replace(folder, 'a folder')} does not give is missing`, async () => {
    const secrets = createSecrets({ couch: source }, ENV)
    await assert.rejects(secrets.reveal('couch'), { code: 'no-secret', message: says })
    assert.deepEqual(secrets.values(), [])
  })
}

test('a name that the file does not have gets a line to add', async () => {
  await assert.rejects(createSecrets({}, ENV).reveal('source-pg'), {
    message: 'There is no secret source-pg in drover.yml. Add it under secrets, such as source-pg: env:SOURCE_PG.',
  })
})
