import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createHosts } from '../../../src/remote/hosts.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { type Sshd, startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'
import { until } from '../bed/until.ts'

const folder = await tempFolder()
const old = await startSshd(folder, 'old')
const fresh = await startSshd(folder, 'fresh')
const hosts = createHosts(
  {
    old: { ...old.config, direct: { fresh: sshWords(fresh) } },
    fresh: fresh.config,
    bot: { connect: 'local', shell: 'busybox sh', jobs: join(folder, 'jobs'), direct: { bot: 'sh -c' } },
  },
  { secrets: secretsOf() },
)
after(() => hosts.close())

function sshWords({ config, folder: bed, port }: Sshd): string {
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const words = options.map((option) => `-o ${option}`).join(' ')
  return `ssh -i ${bed}/user_ed25519 -p ${port} ${words} ${config.user}@127.0.0.1`
}

const BYTES = 8 * 1024 * 1024
const never = new AbortController().signal
const ways = [
  { name: 'through the bot', source: 'old', target: 'fresh', direct: false },
  { name: 'through the bot, both ends local', source: 'bot', target: 'bot', direct: false },
  { name: 'from host to host', source: 'old', target: 'fresh', direct: true },
  { name: 'directly, both ends local', source: 'bot', target: 'bot', direct: true },
]

for (const { name, source, target, direct } of ways) {
  const send = (from: string, to: string, signal = never, onBytes: (bytes: number) => void = () => {}) =>
    hosts.pipe({ host: source, command: from }, { host: target, command: to }, { direct, signal, onBytes })

  test(`${name}, 8 MiB arrive whole and are counted`, async () => {
    const seen: number[] = []
    const result = await send(`head -c ${BYTES} /dev/zero`, 'sha256sum; echo done >&2', never, (bytes) =>
      seen.push(bytes),
    )
    assert.deepEqual(result, {
      bytes: BYTES,
      source: { code: 0, stdout: '', stderr: '' },
      target: {
        code: 0,
        stdout: '2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74  -\n',
        stderr: 'done\n',
      },
    })
    assert.equal(seen.at(-1), BYTES)
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    )
  })

  test(`${name}, an empty stream is a stream`, async () => {
    const result = await send('true', 'wc -c')
    assert.deepEqual({ bytes: result.bytes, said: result.target.stdout }, { bytes: 0, said: '0\n' })
  })

  test(`${name}, a source that fails midway never lets the target see an end`, async () => {
    const result = await send(
      'head -c 300000 /dev/zero; echo no more >&2; exit 3',
      `cat >/dev/null; touch ${folder}/took`,
    )
    assert.deepEqual(result.source, { code: 3, stdout: '', stderr: 'no more\n' })
    assert.ok(result.target.code === 137 || result.target.code === 143)
    assert.equal((await readdir(folder)).includes('took'), false)
  })

  test(`${name}, a target that fails ends the source and keeps its own words`, async () => {
    const { source: from, target: to } = await send('while :; do echo y; done', 'echo full >&2; exit 7')
    assert.deepEqual(to, { code: 7, stdout: '', stderr: 'full\n' })
    assert.notEqual(from.code, 0)
  })

  test(`${name}, somebody who gives up ends both sides and gets the reason back`, async () => {
    const nap = `sleep 80${process.pid}`
    const giver = new AbortController()
    const sent = assert.rejects(send(`${nap}; true`, `touch ${folder}/waiting; ${nap}; true`, giver.signal), {
      message: 'changed my mind',
    })
    await until('the target waits', async () => (await readdir(folder)).includes('waiting'))
    giver.abort(new Error('changed my mind'))
    await sent
    await until('both are gone', async () => (await processesWith(nap)) === '')
    await hosts.ask('bot', `rm ${folder}/waiting`)
  })

  test(`${name}, private files are found by both ends and gone afterwards`, async () => {
    const result = await hosts.pipe(
      { host: source, command: 'cat "$DROVER_FILES/pgpass"', files: { pgpass: 'of the source\n' } },
      {
        host: target,
        command: 'cat - "$DROVER_FILES/pgpass"; ls -ld "$DROVER_FILES" | cut -c 1-10',
        files: { pgpass: 'of the target\n' },
      },
      { direct, signal: never, onBytes: () => {} },
    )
    assert.equal(result.target.stdout, 'of the source\nof the target\ndrwx------\n')
    assert.deepEqual(await leftFolders(), [])
  })
}

async function processesWith(words: string): Promise<string> {
  return (await hosts.ask('bot', `ps -eo stat,args | grep '^[^Z].*[s]${words.slice(1)}' || :`)).stdout
}

async function leftFolders(): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.includes('.stream.'))
}

test('a target that is slow to read slows the source down instead of filling the memory', async () => {
  const before = process.memoryUsage().rss
  let most = 0
  const onBytes = () => {
    most = Math.max(most, process.memoryUsage().rss)
  }
  const target = { host: 'fresh', command: 'while head -c 4194304 | wc -c | grep -q -v "^0$"; do sleep 0.02; done' }
  const source = { host: 'old', command: `head -c ${12 * BYTES} /dev/zero` }
  await hosts.pipe(source, target, { direct: false, signal: never, onBytes })
  assert.ok(most - before < 9 * BYTES, `the memory grew by ${Math.round((most - before) / 1024 / 1024)} MiB`)
})

test('a source whose connection breaks is said to be lost, and the target never sees an end', async () => {
  const sent = hosts.pipe(
    { host: 'old', command: `echo begun; touch ${folder}/begun; sleep 600` },
    { host: 'fresh', command: `cat >${folder}/got; touch ${folder}/took` },
    { direct: false, signal: never, onBytes: () => {} },
  )
  const lost = assert.rejects(sent, { code: 'ssh-lost', message: /^The connection to old broke/ })
  await until('bytes flow', async () => (await readdir(folder)).includes('begun'))
  await old.cut()
  await lost
  assert.equal((await readdir(folder)).includes('took'), false)
})

test('a target whose connection breaks never takes the part that came', async () => {
  const sent = hosts.pipe(
    { host: 'old', command: 'yes' },
    { host: 'fresh', command: `head -c 1000 >${folder}/part; cat >/dev/null; touch ${folder}/took` },
    { direct: false, signal: never, onBytes: () => {} },
  )
  const lost = assert.rejects(sent, { code: 'ssh-lost', message: /^The connection to fresh broke/ })
  await until(
    'bytes arrive',
    async () => (await readFile(join(folder, 'part'), 'utf8').catch(() => '')).length === 1000,
  )
  await fresh.cut()
  await lost
  await until('the guard cleaned up', async () => (await leftFolders()).length === 0)
  assert.equal((await readdir(folder)).includes('took'), false)
})

test('ten streams at once, in both directions, all end', async () => {
  const send = (source: string, target: string) =>
    hosts.pipe(
      { host: source, command: 'head -c 100000 /dev/zero' },
      { host: target, command: 'wc -c' },
      { direct: false, signal: never, onBytes: () => {} },
    )
  const sent = Array.from({ length: 10 }, (_, index) => (index % 2 ? send('old', 'fresh') : send('fresh', 'old')))
  for (const { target } of await Promise.all(sent)) assert.equal(target.stdout, '100000\n')
})

test('hosts that nobody said how to connect directly are refused before anything is sent', async () => {
  const ends = [
    { host: 'fresh', command: 'true' },
    { host: 'old', command: 'true' },
  ] as const
  await assert.rejects(hosts.pipe(...ends, { direct: true, signal: never, onBytes: () => {} }), {
    code: 'direct-missing',
    message:
      'drover.yml does not say how fresh reaches old, so nothing was sent directly. Put the SSH command for it under hosts.fresh.direct.old, or let the bytes pass through the bot.',
  })
})
