import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { runBench } from './run.ts'

const Keys = z.object({
  bench: z.literal('verify'),
  medianSeconds: z.record(z.string(), z.number()),
  sees: z.record(z.string(), z.record(z.string(), z.boolean())),
  ...{ docs: z.number(), rows: z.number(), rounds: z.number() },
})

test('The verify bench times every proof on equal databases and shows what each sees of a damage.', async () => {
  const ran = await runBench('verify', '--json', '--docs', '300', '--rounds', '1')
  assert.equal(ran.code, 0, ran.err)
  const keys = Keys.parse(JSON.parse(ran.out.trimEnd().split('\n').at(-1) ?? ''))
  assert.ok(Number(keys.medianSeconds['count']) > 0)
  assert.ok(Number(keys.medianSeconds['hash']) > 0)
  assert.deepEqual(keys.sees['count'], { missing: true, changed: false, twice: true, replaced: false })
  assert.deepEqual(keys.sees['hash'], { missing: true, changed: true, twice: true, replaced: true })
  assert.deepEqual([keys.docs, keys.rounds], [300, 1])
  assert.ok(keys.rows > 450)
})
