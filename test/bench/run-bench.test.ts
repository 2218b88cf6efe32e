import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BENCHES, runBench, type Screen } from '../../bench/run-bench.ts'

function screen(): Screen & { readonly said: string[]; readonly refused: string[] } {
  const said: string[] = []
  const refused: string[] = []
  return { said, refused, env: {}, out: (text) => void said.push(text), err: (text) => void refused.push(text) }
}

test('A bench that is not there ends with 2 and a sentence that names the others.', async () => {
  const seen = screen()
  assert.equal(await runBench(['jornal'], seen), 2)
  assert.deepEqual(seen.refused, [
    `There is no bench jornal. Did you mean journal? There are ${BENCHES.map(({ name }) => name).join(', ')}; --help says what each measures.`,
  ])
})

test('An option that a bench does not take ends with 2.', async () => {
  const seen = screen()
  assert.equal(await runBench(['journal', '--fast'], seen), 2)
  assert.deepEqual(seen.refused, ["Unknown option '--fast'. --help shows what it takes."])
})

test('A size that is no whole number ends with 2 before anything is measured.', async () => {
  const seen = screen()
  assert.equal(await runBench(['ack', '--clicks', 'many'], seen), 2)
  assert.deepEqual(seen.refused, ['--clicks takes a whole number above 0, got "many".'])
})

test('Help lists every bench, and the help of one its options.', async () => {
  const seen = screen()
  assert.equal(await runBench(['--help'], seen), 0)
  for (const { name, summary } of BENCHES) assert.match(seen.said.join('\n'), new RegExp(`${name} +${summary}`))
  assert.equal(await runBench(['ack', '--help'], seen), 0)
  assert.match(seen.said.join('\n'), /--at-once +Clicks that wait/)
})
