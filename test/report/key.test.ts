import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findKey, reportKey } from '../../src/report/key.ts'

function withFolder(body: (folder: string, file: string) => void): () => void {
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-key-'))
    try {
      body(folder, join(folder, 'report-key.pem'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

test(
  'the key is made once, for its owner only, and leaves nothing else behind',
  withFolder((folder, file) => {
    assert.equal(findKey(folder), undefined)
    const { key } = reportKey(folder)
    const pem = readFileSync(file, 'utf8')
    assert.equal(reportKey(folder).key, key)
    assert.equal(readFileSync(file, 'utf8'), pem)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.deepEqual(readdirSync(folder), ['report-key.pem'])
    assert.match(key, /^[0-9a-f]{64}$/)
  }),
)

test(
  'a key that others can read signs nothing',
  withFolder((folder, file) => {
    reportKey(folder)
    chmodSync(file, 0o640)
    assert.throws(() => reportKey(folder), {
      code: 'key-open',
      message: `Others on this machine can read ${file}, and could sign reports with it. Close it: chmod 600 ${file}`,
    })
  }),
)

test(
  'a broken key is never replaced by itself, since older reports are proven with it',
  withFolder((folder, file) => {
    writeFileSync(file, 'no key', { mode: 0o600 })
    assert.throws(() => reportKey(folder), {
      code: 'key-broken',
      message: `${file} holds no private key. Put it back from a backup, or move it away; then a new one is made.`,
    })
  }),
)
