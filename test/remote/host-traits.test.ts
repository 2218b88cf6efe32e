import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTraits } from '../../src/remote/host-traits.ts'

/** A host that gives these answers in turn; an Error is thrown. */
function hostThatSays(...answers: readonly (string | Error)[]) {
  let asked = 0
  const traits = createTraits(async () => {
    const answer = answers[asked++]
    if (typeof answer === 'string') return answer
    throw answer
  })
  return { traits, asked: () => asked }
}

test('a host is asked once, however many want to know', async () => {
  const { traits, asked } = hostThatSays('Welcome!\ndrover-timeout\ndrover-looked\n')
  const answers = await Promise.all([traits(), traits()])
  assert.deepEqual(
    [...answers, await traits()],
    Array.from({ length: 3 }, () => ({ timeout: true, signals: false })),
  )
  assert.equal(asked(), 1)
})

test('a host that did not answer is asked again', async () => {
  const { traits } = hostThatSays(new Error('lost'), 'drover-timeout\ndrover-signals\ndrover-looked\n')
  await assert.rejects(traits(), { message: 'lost' })
  assert.deepEqual(await traits(), { timeout: true, signals: true })
})

test('half an answer is not remembered', async () => {
  const { traits } = hostThatSays('drover-timeo', 'drover-timeout\ndrover-looked\n')
  assert.deepEqual(await traits(), { timeout: false, signals: false })
  assert.deepEqual(await traits(), { timeout: true, signals: false })
})
