import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { program } from '../../src/program.ts'
import { runBench } from './run.ts'

const DEADLINE_MS = 60_000

const numbers = z.record(z.string(), z.number())
const Keys = z.object({
  bench: z.literal('move'),
  medianSeconds: numbers,
  equal: z.record(z.string(), z.boolean()),
  stagingBytes: numbers,
  netBytes: numbers,
  ratios: z.record(z.string(), numbers),
  stepSeconds: z.record(z.string(), numbers),
  ...{ docs: z.number(), link: z.string(), rounds: z.number(), streams: z.number() },
})

function keysOf(out: string): z.infer<typeof Keys> {
  return Keys.parse(JSON.parse(out.trimEnd().split('\n').at(-1) ?? ''))
}

test('Methods are measured over a shaped link, every byte counted, proven equal, and ours leaves no files on the way.', async () => {
  const args = ['--docs', '200', '--rounds', '1', '--link', '100mbit', '--methods', 'seed,stream', '--streams', '1']
  const ran = await runBench('move', '--json', ...args)
  assert.equal(ran.code, 0, ran.err)
  const keys = keysOf(ran.out)
  assert.deepEqual(keys.equal, { seed: true, stream: true }, ran.out)
  assert.equal(keys.stagingBytes['stream'], 0)
  assert.ok(Number(keys.stagingBytes['seed']) > 0)
  assert.ok(Number(keys.netBytes['stream']) > 10_000)
  assert.ok(Number(keys.stepSeconds['stream']?.['copy-tables']) >= 0)
  assert.equal(keys.ratios['seed']?.['seed'], 1)
  assert.deepEqual([keys.docs, keys.link, keys.rounds, keys.streams], [200, '100mbit', 1, 1])
})

test('What cannot be measured is refused before anything is started.', async () => {
  const refusals = [
    [['--link', 'slow'], '--link knows local, 100mbit, not "slow".\n'],
    [
      ['--methods', 'seed,rsync'],
      '--methods knows seed, pgcopydb, raw, base, stream, proven, physical, not "rsync".\n',
    ],
    [['--docs', '20'], '--docs takes 200 or more, so that every kind of document occurs.\n'],
  ] as const
  for (const [args, sentence] of refusals) {
    const { code, err } = await runBench('move', ...args)
    assert.deepEqual([code, err], [2, sentence])
  }
})

test('A bench that is interrupted leaves neither files nor processes.', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drover-bench-test-'))
  await chmod(folder, 0o711)
  try {
    const env = { ...process.env, TMPDIR: folder }
    const args = [...program('bench/main'), 'move', '--docs', '300', '--methods', 'stream']
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('Filling')) break
    child.kill('SIGINT')
    await once(child, 'exit')
    const deadlineMs = performance.now() + DEADLINE_MS
    while ((await readdir(folder)).some((name) => name.startsWith('drover-bed-'))) {
      assert.ok(performance.now() < deadlineMs, `${folder} still holds a bed`)
      await wait(50)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
