import assert from 'node:assert/strict'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { createGroupCommit } from '../../../src/journal/sqlite/group-commit.ts'

function open() {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE words (word TEXT PRIMARY KEY)')
  const insert = db.prepare<[string]>('INSERT INTO words (word) VALUES (?)')
  const words = () => db.prepare<[], { word: string }>('SELECT word FROM words ORDER BY rowid').all()
  return { db, insert, words: () => words().map(({ word }) => word) }
}

test('writes of one turn are one transaction, and each gets its own result', async () => {
  const { db, insert, words } = open()
  const group = createGroupCommit(db, { mostAtOnce: 10 })
  const seen: boolean[] = []
  const results = ['a', 'b', 'c'].map((word) =>
    group.add(() => {
      seen.push(db.inTransaction)
      insert.run(word)
      return word.toUpperCase()
    }),
  )
  assert.deepEqual(words(), [])
  assert.deepEqual(await Promise.all(results), ['A', 'B', 'C'])
  assert.deepEqual(
    [words(), seen],
    [
      ['a', 'b', 'c'],
      [true, true, true],
    ],
  )
})

test('a write that throws takes back what it wrote, and the others stand', async () => {
  const { db, insert, words } = open()
  const group = createGroupCommit(db, { mostAtOnce: 10 })
  const broken = (): void => {
    insert.run('half')
    throw new Error('in the middle')
  }
  const results = await Promise.allSettled([
    group.add(() => insert.run('before')),
    group.add(broken),
    group.add(() => insert.run('after')),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(words(), ['before', 'after'])
  await assert.rejects(group.add(broken), { message: 'in the middle' })
  assert.deepEqual(words(), ['before', 'after'])
})

test('a write that was alone and threw had not been made, so nobody has to forget it', async () => {
  const { db } = open()
  let lost = 0
  const onLost = (): void => {
    lost += 1
  }
  const group = createGroupCommit(db, { mostAtOnce: 10, onLost })
  const refuse = (): void => {
    throw new Error('refused')
  }
  await assert.rejects(group.add(refuse), { message: 'refused' })
  assert.equal(lost, 0)
})

test('when the transaction itself fails every write of it is told, and whoever remembered something', async () => {
  const { db, insert, words } = open()
  let lost = 0
  const group = createGroupCommit(db, {
    mostAtOnce: 10,
    onLost: () => {
      lost += 1
    },
  })
  const ends = (): void => void db.exec('ROLLBACK')
  const results = await Promise.allSettled([
    group.add(() => insert.run('before')),
    group.add(() => {
      ends()
      throw new Error('the disk is full')
    }),
    group.add(() => insert.run('after')),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  assert.deepEqual([words(), lost], [[], 1])
  await group.add(() => insert.run('again'))
  assert.deepEqual(words(), ['again'])
})

test('more writes than one transaction takes are carried out in order, some at a time, or all at once when it closes', async () => {
  const { db, insert, words } = open()
  const group = createGroupCommit(db, { mostAtOnce: 2 })
  const letters = ['a', 'b', 'c', 'd', 'e']
  const ended: string[] = []
  const all = letters.map((word) => group.add(() => void insert.run(word)).then(() => void ended.push(word)))
  await all[0]
  assert.deepEqual(words(), ['a', 'b'])
  group.flush()
  assert.deepEqual(words(), letters)
  db.close()
  await Promise.all(all)
  assert.deepEqual(ended, letters)
})
