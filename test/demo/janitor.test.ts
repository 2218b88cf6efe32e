import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { BED_VARIABLE, processesWith, serversIn } from '../../src/demo/processes.ts'
import { until } from '../../src/demo/until.ts'
import { LOADER, moduleFile } from '../../src/program.ts'

test('a bed goes away with the process that started it, even when that is ended by force', async () => {
  const script = `import { startBed } from '${moduleFile('src/demo/bed')}'
    process.stdout.write((await startBed({ docs: 200 })).dir)`
  const owner = spawn(process.execPath, [...LOADER, '--input-type=module', '-e', script])
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
