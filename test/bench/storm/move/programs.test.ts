import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { countPrograms, type Programs } from '../../../../bench/storm/move/programs.ts'

let dir: string
let programs: Programs
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'drover-programs-'))
  const [binDir, realDir, job] = [join(dir, 'bin'), join(dir, 'real'), join(dir, 'aaaaaa-drop-1')]
  await Promise.all([binDir, realDir, job].map((folder) => mkdir(folder)))
  await writeFile(join(realDir, 'psql'), '#!/bin/sh\nexit 0\n')
  await chmod(join(realDir, 'psql'), 0o755)
  await writeFile(join(job, 'script'), `psql -qXAt -d postgres -c 'drop database "cht"'\npsql -qXAt -c 'select 1'\n`)
  programs = await countPrograms([{ binDir }], dir)
})
after(() => rm(dir, { recursive: true, force: true }))

test('the ledger of a host has a line for each script that begins and for each program that must not run twice', async () => {
  await runJob()
  assert.deepEqual(await programs.calls(), [
    { job: 'aaaaaa-drop-1', what: 'begun' },
    { job: 'aaaaaa-drop-1', what: 'drop database' },
  ])
})

test('a job that runs again is there again', async () => {
  await runJob()
  assert.equal((await programs.calls()).length, 4)
})

function runJob(): Promise<unknown> {
  const job = join(dir, 'aaaaaa-drop-1')
  const PATH = [join(dir, 'bin'), join(dir, 'real'), '/usr/bin', '/bin'].join(':')
  return promisify(execFile)('bash', ['-euo', 'pipefail', join(job, 'script')], { env: { PATH, DROVER_JOB: job } })
}
