import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { findTools, MissingToolsError } from '../../src/demo/tools.ts'

const POSTGRES = ['initdb', 'postgres', 'pg_ctl', 'pg_dump', 'pg_restore', 'psql']

describe('finding the programs of the bed', () => {
  let dir: string

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'drover-tools-'))
    await programs(join(dir, 'postgresql', '9', 'bin'), POSTGRES)
    await programs(join(dir, 'postgresql', '15', 'bin'), POSTGRES)
    // A newer version of which only the client is installed.
    await programs(join(dir, 'postgresql', '17', 'bin'), ['psql', 'pg_dump', 'pg_restore'])
    await programs(join(dir, 'bin'), ['sshd', 'ssh', 'scp', 'ssh-keygen'])
    await programs(join(dir, 'client-bin'), ['ssh', 'scp', 'ssh-keygen'])
  })
  after(() => rm(dir, { recursive: true }))

  test('takes the newest PostgreSQL that is complete', async () => {
    const tools = await findTools({ postgresRoots: [join(dir, 'postgresql')], programDirs: [join(dir, 'bin')] })
    assert.equal(tools.postgresBinDir, join(dir, 'postgresql', '15', 'bin'))
    assert.equal(tools.sshKeygen, join(dir, 'bin', 'ssh-keygen'))
  })

  test('says in one sentence what is missing and how to install it', async () => {
    const places = { postgresRoots: [join(dir, 'postgresql')], programDirs: [join(dir, 'client-bin')] }
    await assert.rejects(findTools(places), (error) => {
      assert.ok(error instanceof MissingToolsError)
      assert.equal(
        error.message,
        'The demo runs real hosts and databases, and this computer has no sshd. Nothing was started. ' +
          'Install with: sudo apt-get install -y openssh-server',
      )
      return true
    })
  })

  async function programs(folder: string, names: string[]): Promise<void> {
    await mkdir(folder, { recursive: true })
    for (const name of names) {
      await writeFile(join(folder, name), '#!/bin/sh\n')
      await chmod(join(folder, name), 0o755)
    }
  }
})
