import assert from 'node:assert/strict'
import { test } from 'node:test'
import { report } from '../../../bench/move/report.ts'
import type { Measured } from '../../../bench/move/rounds.ts'

const OPTIONS = { docs: 300, link: 'local' as const, rounds: 3, streams: 2, methods: [] }

function measured(method: string, seconds: number, more: Partial<Measured> = {}): Measured {
  return { method, seconds, stagingBytes: 0, problems: [], ...more }
}

test('Each method has the median of its rounds, beside the seed and pgcopydb.', () => {
  const all = [60, 50, 40].flatMap((seconds) => [
    measured('seed', seconds, { stagingBytes: seconds * 10 }),
    measured('stream', seconds / 4, { sentBytes: 1000, stepSeconds: { 'copy-tables': seconds / 8 } }),
  ])
  const { keys, rows } = report(all, OPTIONS)
  assert.deepEqual(keys['medianSeconds'], { seed: 50, stream: 12.5 })
  assert.deepEqual(keys['equal'], { seed: true, stream: true })
  assert.deepEqual(keys['stagingBytes'], { seed: 600, stream: 0 })
  assert.deepEqual(keys['ratios'], { seed: { seed: 1, stream: 0.25 }, pgcopydb: {} })
  assert.deepEqual(keys['stepSeconds'], { stream: { 'copy-tables': 6.25 } })
  assert.deepEqual(rows.at(-1), ['stream', '12.5', '10.0 to 15.0', 'yes', '0.25', '-', '0 bytes', '1 KB'])
})

test('A method that left a difference in one round is shown as such, never as a time.', () => {
  const all = [measured('stream', 10), measured('stream', 1, { problems: ['public.couchdb differs.'] })]
  const { keys, rows, notes } = report(all, OPTIONS)
  assert.deepEqual(keys['medianSeconds'], {})
  assert.deepEqual(keys['equal'], { stream: false })
  assert.equal(rows.at(-1)?.[1], '-')
  assert.equal(rows.at(-1)?.[3], 'NO')
  assert.ok(notes.includes('stream: public.couchdb differs.'))
})

test('What passed the link counts before what a method says of itself.', () => {
  const { keys } = report([measured('stream', 10, { sentBytes: 1000, linkBytes: 1100 })], OPTIONS)
  assert.deepEqual(keys['netBytes'], { stream: 1100 })
})
