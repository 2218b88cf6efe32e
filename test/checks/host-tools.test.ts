import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostTools } from '../../src/checks/host-tools.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const HOSTS = [
  { host: 'old-pg', programs: ['psql', 'pg_dump'] },
  { host: 'new-pg', programs: ['psql', 'createdb'] },
]

function look(ask: (host: string, command: string) => string | { code: number; stdout: string; stderr: string }) {
  return hostTools.registered.run(hostTools({ hosts: HOSTS }).args, fakeTools({ ask }), SCOPE)
}

test('hosts that have every program pass', async () => {
  const asked: string[] = []
  const { outcome, summary, values } = await look((_host, command) => {
    asked.push(command)
    return ''
  })
  assert.deepEqual([outcome, summary], ['pass', 'old-pg and new-pg answered and have every program.'])
  assert.deepEqual(values, { 'old-pg': 'complete', 'new-pg': 'complete' })
  assert.equal(asked[0], 'for p in psql pg_dump; do command -v "$p" >/dev/null || echo "$p"; done')
})

test('every missing program is named, host by host', async () => {
  const { outcome, summary, advice } = await look((host) => (host === 'old-pg' ? 'pg_dump\n' : 'psql\ncreatedb\n'))
  assert.deepEqual([outcome, summary], ['fail', 'old-pg has no pg_dump; new-pg has no psql, no createdb.'])
  assert.equal(
    advice,
    'Nothing was changed. Install what is missing (Debian: postgresql-client, coreutils, gzip), then retry.',
  )
})

test('a host that cannot look is no pass', async () => {
  await assert.rejects(
    look(() => ({ code: 1, stdout: '', stderr: 'This account is currently not available.\n' })),
    {
      code: 'host-odd',
      message: 'old-pg answered, but could not look for programs: This account is currently not available.',
    },
  )
})
