import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BED_VARIABLE, processesWith, serversIn } from '../../src/demo/processes.ts'
import { until } from '../../src/demo/until.ts'

test('a bed goes away with the process that started it, even when that is ended by force', async () => {
  const bed = new URL('../../src/demo/bed.ts', import.meta.url).href
  const script = `import { startBed } from '${bed}'
    process.stdout.write((await startBed({ docs: 200 })).dir)`
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd })
  const [dir] = await once(owner.stdout.setEncoding('utf8'), 'data')
  assert.ok(existsSync(dir))
  assert.equal((await serversIn(dir)).length >= 4, true)

  owner.kill('SIGKILL')
  await until(() => (existsSync(dir) ? undefined : true), {
    timeoutMs: 120_000,
    otherwise: () => `${dir} is still there.`,
  })
  assert.deepEqual([...(await processesWith(BED_VARIABLE, dir)), ...(await serversIn(dir))], [])
})
