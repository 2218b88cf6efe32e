import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { plan } from '../../src/cli/plan.ts'
import { UserError } from '../../src/model/user-error.ts'

const TYPED = ['couch2pg-move', 'source=old-pg', 'target=new-pg', 'couchdbUrl=https://cht.example.org/medic']
const COUCH = 'couchdbPassword=couch'

let folder: string
let port: number
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drover-plan-'))
  port = await closedPort()
  writeFileSync(join(folder, 'key'), '')
  const host = (name: string) => `  ${name}: { address: 127.0.0.1, port: ${port}, user: drover, key: ${folder}/key }`
  const hosts = ['hosts:', host('old-pg'), host('new-pg')]
  const rest = ['channels: [C0MOVES]', 'roles: {}', 'secrets: { couch: env:COUCH }']
  writeFileSync(join(folder, 'drover.yml'), [...rest, ...hosts, ''].join('\n'))
})
after(() => rmSync(folder, { recursive: true }))

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** What `drover plan` prints. */
async function printed(...args: readonly string[]): Promise<string> {
  const lines: string[] = []
  const terminal = {
    env: { DROVER_CONFIG: join(folder, 'drover.yml') },
    out: (text: string) => void lines.push(text),
    err: (text: string) => void lines.push(text),
    onSignal: () => undefined,
  }
  assert.equal(await plan.run(args, terminal), 0)
  return lines.join('\n')
}

test('a plan can be had without a way to the hosts, and says what it left open', async () => {
  const text = await printed(...TYPED, COUCH, '--offline')
  const [head, steps] = text.split('\n\n')
  assert.equal(
    head,
    'Nothing was measured. method, streams and compression are left to Drover and planned as the default; a start measures first and may choose otherwise.',
  )
  assert.match(steps ?? '', /^ {2}1\. hosts \(read-only\)/)
})

test('a plan that everything was typed for leaves nothing open', async () => {
  const text = await printed(...TYPED, COUCH, 'method=dump', 'streams=3', 'compression=none', '--offline')
  assert.match(text, /^Nothing was measured\.\n\n {2}1\. hosts/)
})

test('a host that cannot be reached is said, and how to plan without', async () => {
  await assert.rejects(printed(...TYPED, COUCH), (error) => {
    assert.ok(error instanceof UserError)
    assert.match(error.message, /^(old|new)-pg .*\nNothing was started\. --offline plans without measuring\.$/s)
    return true
  })
})

test('what was typed wrong has nothing to do with hosts', async () => {
  await assert.rejects(printed(...TYPED), {
    message:
      'couchdbPassword: missing. Add couchdbPassword=…\nNothing was started. /migrate plan couch2pg-move shows what it takes.',
  })
})
