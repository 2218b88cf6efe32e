import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dfCommand, readDf } from '../../src/model/df.ts'

test('a line of df is read, also where names hold spaces', () => {
  assert.deepEqual(readDf('/dev/sda1 400000000000 100000000000 300000000000 25% /\n'), {
    mount: '/',
    totalBytes: 400_000_000_000,
    usedBytes: 100_000_000_000,
    freeBytes: 300_000_000_000,
  })
  assert.equal(readDf('//nas/my share 10 4 6 40% /mnt/my share')?.mount, '/mnt/my share')
})

test('anything else is no line of df', () => {
  for (const line of ['', 'what?', 'Filesystem 1-blocks Used Available Capacity Mounted on', '/dev/sda1 - - - - /'])
    assert.equal(readDf(line), undefined)
})

test('a path is one word, whatever is in it', () => {
  assert.match(dfCommand("/srv/it's; rm -rf x"), /^p='\/srv\/it'\\''s; rm -rf x'; while /)
})
