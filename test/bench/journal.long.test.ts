import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { keysOf, runBench } from './run.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-bench-test-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

const SMALL = ['--transitions', '9', '--rounds', '2', '--steps', '4']

test('The journal bench measures transitions and syncs in the folder it is given, and leaves nothing there.', async () => {
  const ran = await runBench('journal', '--json', '--dir', folder, ...SMALL)
  assert.equal(ran.code, 0, ran.err)
  const keys = keysOf(ran)
  for (const key of ['msPerTransition', 'transitionsPerSecond', 'msPerSync', 'ratio', 'bytesPerTransition'])
    assert.ok(Number(keys[key]) > 0, `${key} is ${keys[key]}`)
  assert.deepEqual([keys['bench'], keys['transitions'], keys['rounds'], keys['steps']], ['journal', 9, 2, 4])
  assert.deepEqual(readdirSync(folder), [])
})

test('Without --json the journal bench prints a table for people, and first what it was measured on.', async () => {
  const { code, out, err } = await runBench('journal', '--dir', folder, ...SMALL)
  assert.equal(code, 0, err)
  assert.match(out, /^Transitions of runs on this disk, beside its raw sync\.\nNode v/)
  assert.match(out, /\ntransition +\d/)
  assert.match(out, /\nraw sync +\d/)
  assert.doesNotMatch(out, /msPerTransition/)
})

test('A folder that is not there is refused with a sentence.', async () => {
  const { code, err } = await runBench('journal', '--dir', join(folder, 'none'))
  assert.equal(code, 2)
  assert.equal(err, `${join(folder, 'none')} is no folder that can be written. Name another one with --dir.\n`)
})
