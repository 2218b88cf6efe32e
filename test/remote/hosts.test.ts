import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SshHostConfig } from '../../src/remote/host-config.ts'
import { createHosts } from '../../src/remote/hosts.ts'
import { secretsOf } from './bed/secrets-of.ts'
import { until } from './bed/until.ts'

const options = { secrets: secretsOf() }
const remote = (jump: string): SshHostConfig => ({
  connect: 'ssh',
  address: '127.0.0.1',
  port: 22,
  user: 'drover',
  jump,
})

test('a host nobody described is refused by its name', async () => {
  const hosts = createHosts({ bot: { connect: 'local' } }, options)
  assert.deepEqual(hosts.names(), ['bot'])
  await assert.rejects(hosts.ask('new-pg', 'true'), {
    code: 'host-unknown',
    message:
      'drover.yml has no host named new-pg; it has bot. Nothing was sent. Add it under hosts, or use one of these names.',
  })
})

test('jump hosts that lead back to themselves, or nowhere, are refused at once', () => {
  assert.throws(() => createHosts({ a: remote('b'), b: remote('a') }, options), {
    code: 'host-jump-loop',
    message: 'The jump hosts of a lead back to a, so none of them can be reached. Correct hosts.a.jump in drover.yml.',
  })
  assert.throws(() => createHosts({ a: remote('c') }, options), { code: 'host-unknown' })
})

test('the local machine shows no host key, and its commands do not see the environment of the bot', async () => {
  process.env['SLACK_BOT_TOKEN'] = 'xoxb-hidden'
  const hosts = createHosts({ bot: { connect: 'local' } }, options)
  assert.equal(await hosts.hostKey('bot'), undefined)
  const { stdout } = await hosts.ask('bot', 'env')
  assert.equal(stdout.includes('SLACK'), false)
  assert.match(stdout, /^PATH=/m)
})

test('a local question that takes too long is ended with its children', async () => {
  const hosts = createHosts({ bot: { connect: 'local' } }, options)
  const nap = `sleep 60${process.pid}`
  await assert.rejects(hosts.ask('bot', `${nap}; true`, { timeoutMs: 300 }), { code: 'timeout' })
  await until('the children are gone', async () => {
    const { stdout } = await hosts.ask('bot', `ps -eo args | grep -c '[s]${nap.slice(1)}' || :`)
    return stdout === '0\n'
  })
})
