import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { couchInstance } from '../../src/demo/couch-instance.ts'
import { storedDocument } from '../../src/demo/stored-document.ts'

describe('the documents of a bed', () => {
  test('are the same for the same seed, and others for another', () => {
    const digest = (seed: number) => {
      const hash = createHash('sha256')
      for (const database of couchInstance(500, seed).all) {
        for (const document of database.documents()) hash.update(JSON.stringify(document))
      }
      return hash.digest('hex')
    }
    assert.equal(digest(7), digest(7))
    assert.notEqual(digest(7), digest(8))
  })

  test('are as many as asked for, with different ids, and some are deleted', () => {
    const { medic, sentinel } = couchInstance(3_000, 7)
    const ids = [...medic.documents(), ...sentinel.documents()].map(({ _id }) => _id)
    assert.equal(ids.length, 3_000)
    assert.equal(new Set(ids).size, 3_000)
    assert.equal(medic.deletedCount, 20)
    assert.equal(medic.changes(0, Number.MAX_SAFE_INTEGER).changes.filter(({ deleted }) => deleted).length, 20)
  })

  test('have every kind, and reports of typically 2 KB with a long tail', () => {
    const { medic } = couchInstance(3_000, 7)
    const documents = [...medic.documents()]
    const kinds = new Set(documents.map(({ type }) => type))
    for (const kind of ['contact', 'health_center', 'clinic', 'person', 'data_record', 'form', 'user-settings']) {
      assert.ok(kinds.has(kind), kind)
    }
    const sizes = documents
      .filter(({ type }) => type === 'data_record')
      .map((document) => JSON.stringify(document).length)
      .sort((a, b) => a - b)
    const median = sizes[Math.floor(sizes.length / 2)] ?? 0
    assert.ok(median > 1_500 && median < 3_000, `the median report has ${median} bytes`)
    assert.ok((sizes.at(-1) ?? 0) > 10_000, `the largest report has ${sizes.at(-1)} bytes`)
  })

  test('point at contacts that exist', () => {
    const { medic } = couchInstance(500, 7)
    const ids = new Set([...medic.documents()].map(({ _id }) => _id))
    const isLink = /"(?:contact|parent)":\{"_id":"([^"]+)"/g
    for (const document of medic.documents()) {
      for (const [, id] of JSON.stringify(document).matchAll(isLink)) assert.ok(id && ids.has(id), document._id)
    }
  })

  test('of users are stored without what the password was made of, and without NUL characters', () => {
    const { users } = couchInstance(500, 7)
    const [user] = users.documents()
    assert.ok(user)
    const stored: unknown = JSON.parse(storedDocument(user))
    assert.deepEqual(Object.keys(stored ?? {}), [
      ...['_id', '_rev', 'pbkdf2_prf', 'iterations', 'name', 'type', 'roles', 'facility_id', 'contact_id'],
    ])
    assert.equal(storedDocument({ _id: 'a', _rev: '1-b', note: 'x\u0000y' }), '{"_id":"a","_rev":"1-b","note":"xy"}')
  })

  test('grow, change and go while everything runs', () => {
    const instance = couchInstance(500, 7)
    const { medic, sentinel } = instance
    const [seq, count] = [medic.lastSeq, medic.docCount]
    instance.add(5)
    instance.change(3)
    instance.remove(2)
    assert.equal(medic.docCount, count + 3)
    assert.equal(sentinel.docCount, 167 + 5)
    assert.equal(medic.lastSeq, seq + 10)
    const { changes } = medic.changes(seq, 100)
    // Three were edited and two of these deleted: a document is in the feed once.
    assert.equal(changes.length, 5 + 1 + 2)
    assert.deepEqual(
      changes.slice(-2).map(({ rev, deleted }) => [rev.slice(0, 2), deleted]),
      [
        ['3-', true],
        ['3-', true],
      ],
    )
  })
})
