import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { LOADER, moduleFile } from '../../src/program.ts'

const run = promisify(execFile)
const guard = moduleFile('src/slack/socket-guard')

/** Runs a program that guards its sockets and then rejects with something; gives what it wrote. */
async function rejectWith(reason: string): Promise<string> {
  const program = `
    import { guardSockets } from ${JSON.stringify(guard)}
    const log = { info() {}, error() {}, warn: (message) => process.stdout.write(message) }
    guardSockets(log, () => process.stdout.write(' Again.'))
    Promise.reject(${reason})
    setTimeout(() => process.stdout.write(' Alive.'), 50)`
  const { stdout } = await run(process.execPath, [...LOADER, '--input-type=module', '-e', program])
  return stdout
}

test('a reconnect that rejects with nothing does not end the process, and is tried again', async () => {
  assert.equal(await rejectWith('undefined'), 'A reconnect to Slack failed. Again. Alive.')
})

test('a reconnect that Slack refused does not end the process', async () => {
  const reason = "Object.assign(new Error('no'), { code: 'slack_webapi_platform_error' })"
  assert.equal(await rejectWith(reason), 'A reconnect to Slack failed. Again. Alive.')
})

test('any other rejection ends the process as before', async () => {
  await assert.rejects(rejectWith("new Error('ours')"), /Error: ours/)
})
