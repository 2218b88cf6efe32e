import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Couchdb, startCouchdb } from '../../src/demo/couchdb.ts'

describe('the CouchDB stand-in', () => {
  let couchdb: Couchdb

  before(async () => {
    couchdb = await startCouchdb({ docs: 300 })
  })
  after(() => couchdb.stop())

  test('asks for a login everywhere, as CHT configures it', async () => {
    for (const path of ['/', '/_up', '/medic']) {
      const response = await fetch(`http://127.0.0.1:${couchdb.port}${path}`)
      assert.equal(response.status, 401)
      assert.equal(await response.text(), '{"error":"unauthorized","reason":"Authentication required."}\n')
    }
    assert.deepEqual(await ask('/medic', { password: 'wrong' }), {
      status: 401,
      text: '{"error":"unauthorized","reason":"Name or password is incorrect."}\n',
    })
  })

  test('welcomes, is up, and lists its databases', async () => {
    assert.match((await ask('/')).text, /^\{"couchdb":"Welcome","version":"3\.5\.0",/)
    assert.equal((await ask('/_up')).text, '{"status":"ok","seeds":{}}\n')
    assert.equal((await ask('/_all_dbs')).text, '["_users","medic","medic-logs","medic-sentinel","medic-users-meta"]\n')
  })

  test('describes a database, and denies those it does not have', async () => {
    const info = JSON.parse((await ask('/medic')).text)
    assert.deepEqual([info.db_name, info.doc_count, info.doc_del_count], ['medic', 200, 2])
    assert.match(info.update_seq, /^204-g1AAAA[\w-]{200,}$/)
    const missing = { status: 404, text: '{"error":"not_found","reason":"Database does not exist."}\n' }
    assert.deepEqual(await ask('/medicc'), missing)
    assert.deepEqual(await ask('/medicc', { method: 'PUT' }), missing)
    assert.deepEqual(await ask('/medicc'), missing)
    assert.equal((await ask('/medic', { method: 'DELETE' })).status, 405)
  })

  test('serves the changes feed page by page, with what is pending', async () => {
    const first = JSON.parse((await ask('/medic/_changes?limit=150')).text)
    assert.deepEqual([first.results.length, first.pending], [150, 52])
    assert.equal(first.results.at(-1).seq, first.last_seq)
    const rest = JSON.parse((await ask(`/medic/_changes?since=${first.last_seq}&include_docs=true`)).text)
    assert.deepEqual([rest.results.length, rest.pending], [52, 0])
    assert.equal(rest.results[0].doc._id, rest.results[0].id)
    assert.deepEqual(rest.results.at(-1).deleted, true)
    const none = JSON.parse((await ask(`/medic/_changes?limit=0&since=${rest.last_seq}`)).text)
    assert.deepEqual(none, { results: [], last_seq: rest.last_seq, pending: 0 })
    assert.equal(JSON.parse((await ask('/medic/_changes?limit=0&since=now')).text).pending, 0)
  })

  test('refuses a sequence that is a plain number or garbage', async () => {
    for (const since of ['4000', '1234-garbage', 'garbage']) {
      assert.deepEqual(await ask(`/medic/_changes?since=${since}`), {
        status: 400,
        text: `{"error":"bad_request","reason":"Malformed sequence supplied in 'since' parameter."}\n`,
      })
    }
  })

  test('serves documents alone, by keys and in bulk', async () => {
    const settings = JSON.parse((await ask('/medic/settings')).text)
    assert.equal(settings.type, 'settings')
    assert.deepEqual(await ask('/medic/nope'), { status: 404, text: '{"error":"not_found","reason":"missing"}\n' })
    const body = JSON.stringify({ keys: ['settings', 'nope'] })
    const { rows } = JSON.parse((await ask('/medic/_all_docs?include_docs=true', { method: 'POST', body })).text)
    assert.deepEqual(rows[0].doc, settings)
    assert.deepEqual(rows[1], { key: 'nope', error: 'not_found' })
    const bulk = { method: 'POST', body: JSON.stringify({ docs: [{ id: 'settings' }] }) }
    assert.deepEqual(JSON.parse((await ask('/medic/_bulk_get', bulk)).text).results[0].docs, [{ ok: settings }])
  })

  test('answers _dbs_info also for a database that does not exist', async () => {
    const body = JSON.stringify({ keys: ['medic-logs', 'nope'] })
    const [logs, nope] = JSON.parse((await ask('/_dbs_info', { method: 'POST', body })).text)
    assert.equal(logs.info.doc_count, 21)
    assert.deepEqual(nope, { key: 'nope', error: 'not_found' })
    const { status, text } = await ask('/_dbs_info', { method: 'POST', body: '{}' })
    assert.deepEqual([status, JSON.parse(text).reason], [400, '`keys` member must exist.'])
  })

  test('is gone after stop and the same after start', async () => {
    await couchdb.stop()
    await assert.rejects(ask('/_up'))
    await couchdb.start()
    assert.equal((await ask('/_up')).status, 200)
  })

  interface Request {
    method?: string
    body?: string
    password?: string
  }

  async function ask(path: string, { method = 'GET', body, password = couchdb.password }: Request = {}) {
    const login = Buffer.from(`${couchdb.user}:${password}`).toString('base64')
    const response = await fetch(`http://127.0.0.1:${couchdb.port}${path}`, {
      method,
      headers: { Authorization: `Basic ${login}` },
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, text: await response.text() }
  }
})
