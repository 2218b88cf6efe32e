import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from '../../bench/fuzz.ts'

test('hostile input gives values and refusals, no crash and no second word in a shell', async () => {
  const said: string[] = []
  const { keys } = await fuzz.run({ count: '400', seed: '1' }, { env: {}, say: (sentence) => void said.push(sentence) })
  const { inputs, crashes, injections, isBounded } = keys
  assert.ok(Number(inputs) >= 400)
  assert.deepEqual({ crashes, injections, isBounded }, { crashes: 0, injections: 0, isBounded: true }, said.join('\n'))
})

test('a kind of input that is not there is refused with those that are', async () => {
  await assert.rejects(fuzz.run({ kinds: 'letters' }, { env: {}, say: () => undefined }), {
    code: 'usage',
    message: /^There is no kind letters\. There are typed, params, shell, /,
  })
})
