import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { standIn } from '../../src/demo/stand-in.ts'
import { type Play, startPlay } from './support/play.ts'

let play: Play
before(async () => {
  play = await startPlay({ docs: 200 })
})
after(() => play?.stop())
afterEach(() => play?.clearsAway())

test('a world that does not fit refuses the start, or stops the run before anything is changed', async (t) => {
  const { source, target, couchdb, config } = play.bed
  const ports = { source: config.source.postgresPort, target: config.target.postgresPort }
  const stopsAt = async (step: string, said: string | RegExp, ...params: readonly string[]) => {
    const run = await play.begins(...params)
    await play.goesOnTo(run, { step, status: 'failed' })
    const { text } = await play.asks('dina', 'why', run)
    const start = `${run} stopped at ${step}: `
    const end = ` /migrate retry ${run}, skip, rollback or abort.`
    assert.ok(text.startsWith(start) && text.endsWith(end), text)
    const why = text.slice(start.length, -end.length)
    if (typeof said === 'string') assert.equal(why, said)
    else assert.match(why, said)
    await play.clearsAway()
  }
  const unsure = 'Could not be judged, which is not a pass:'
  const refuses = async (said: string, ...params: readonly string[]) =>
    assert.deepEqual(await play.asks('dina', 'start', 'couch2pg-move', ...params), {
      ok: false,
      text: `${said}\nNothing was started.`,
    })

  await t.test('source and target are one server under two names', () =>
    stopsAt(
      'versions',
      'old-pg and new-pg are the same Postgres server. Nothing was changed. Source and target have to be two servers; check sourcePort and targetPort.',
      `targetPort=${ports.source}`,
      'targetPassword=source-pg',
    ),
  )
  await t.test('a wrong password', () =>
    refuses(
      `old-pg refused the password of role postgres for database cht on port ${ports.source}. Nothing was read. Correct the secret target-pg, or the role and pg_hba.conf on old-pg.`,
      'sourcePassword=target-pg',
    ),
  )
  await t.test('a dump program that is older than the server', async () => {
    const old = await standIn(source.host, 'pg_dump', `echo 'pg_dump (PostgreSQL) 12.22'; exit`)
    await stopsAt(
      'versions',
      /^pg_dump on old-pg is version 12 and the server is (\d+): it refuses a newer server\. Nothing was changed\. Install postgresql-client-\1 on old-pg, then retry\.$/,
    )
    await old.remove()
  })
  await t.test('a disk that is too small', async () => {
    const df = await standIn(target.host, 'df', `echo '/dev/sda1 1000000 990000 10000 99% /srv'; exit`)
    await stopsAt(
      'disk-target',
      /^new-pg has 10 KB free in \/srv and needs [\d.]+ MB\. Nothing was changed\. Free space/,
    )
    await df.remove()
  })
  await t.test('a target that is not empty', async () => {
    await target.cluster.psql('postgres', 'create database cht;')
    await target.cluster.psql('cht', 'create table mine (id int);')
    await stopsAt(
      'target-vacant',
      `cht on new-pg:${ports.target} already holds 1 table or view. Nothing was changed. A restore into it would double rows. Rename or drop it yourself if nobody needs it, then retry.`,
    )
  })
  await t.test('a couch2pg on the target that goes on running', async () => {
    const docker = await standIn(
      target.host,
      'docker',
      `case "$*" in *'ps -a --format json'*) echo '{"State":"running"}'; exit;; esac`,
    )
    await stopsAt(
      'stop-target-couch2pg',
      'stop-target-couch2pg ended without an error, but its proof says: couch2pg is running on new-pg: it would write into a database that is being filled. Stop it on new-pg (docker compose stop couch2pg, or systemctl stop couch2pg), then retry. Nothing was restored.',
    )
    await docker.remove()
  })
  await t.test('a CouchDB that is off', async () => {
    await couchdb.stop()
    await stopsAt(
      'couchdb',
      `${unsure} Nothing accepted a connection at http://127.0.0.1:${couchdb.port} on new-pg, where CouchDB should be. Nothing was read. Start CouchDB there, or correct its url.`,
    )
    await couchdb.start()
  })
  await t.test('a host that refuses SSH', async () => {
    await target.host.stop()
    await refuses(
      `new-pg (127.0.0.1:${target.host.port}) refused the SSH connection. Nothing was sent. Start sshd there, or correct hosts.new-pg.address and port.`,
    )
    await target.host.restart()
  })
  await t.test('a host that shows another key than the pinned one', async () => {
    const pinned = target.host.hostKeyFingerprint
    await target.host.setHostKey()
    await refuses(
      `new-pg showed the host key ${target.host.hostKeyFingerprint}, and drover.yml pins ${pinned}. Nothing was sent. If the machine was rebuilt on purpose, put the new key under hosts.new-pg.hostKey; if not, somebody may be in between.`,
    )
  })
})
