import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from 'ssh2'
import { request } from '../../../src/remote/ssh/request.ts'

const never = () => undefined

test('a connection that ended and has not said so yet is lost, in the same words as one that breaks', async () => {
  const exec = request('old', new Client(), (connection) => connection.exec('true', never))
  await assert.rejects(exec, { code: 'ssh-lost', message: /^The connection to old broke before the command ended\./ })
})

test('a connection that closes before it answers is lost', async () => {
  const connection = new Client()
  const answer = request('old', connection, never)
  connection.emit('close')
  await assert.rejects(answer, { code: 'ssh-lost' })
})

test('a request that was answered listens no longer', async () => {
  const connection = new Client()
  assert.equal(await request<number>('old', connection, (_, resolve) => resolve(7)), 7)
  assert.equal(connection.listenerCount('close'), 0)
})
