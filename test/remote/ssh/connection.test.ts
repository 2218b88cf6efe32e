import assert from 'node:assert/strict'
import { copyFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import type { SshHostConfig } from '../../../src/remote/host-config.ts'
import { createHosts } from '../../../src/remote/hosts.ts'
import type { HostsOptions } from '../../../src/remote/hosts-options.ts'
import { freePort } from '../bed/free-port.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { makeKey, startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'
import { until } from '../bed/until.ts'

const folder = await tempFolder()
const sshd = await startSshd(folder, 'old-pg')

const open = (config: SshHostConfig, options: Partial<HostsOptions> = {}) => {
  const hosts = createHosts({ 'old-pg': config }, { secrets: secretsOf({ opens: 'open sesame' }), ...options })
  after(() => hosts.close())
  return hosts
}

test('a question is answered with exit code, output and error output, and hears standard input', async () => {
  const answer = await open(sshd.config).ask('old-pg', 'cat; echo "it\'s" >&2; exit 3', { stdin: 'said\n' })
  assert.deepEqual(answer, { code: 3, stdout: 'said\n', stderr: "it's\n" })
})

test('a failing part of a pipe fails the command', async () => {
  assert.equal((await open(sshd.config).ask('old-pg', 'false | cat')).code, 1)
})

test('variables of the host are set for its commands', async () => {
  const hosts = open({ ...sshd.config, env: { PGPORT: '5433', ODD: "a 'b' $c" } })
  assert.equal((await hosts.ask('old-pg', 'echo "$PGPORT $ODD"')).stdout, "5433 a 'b' $c\n")
})

test('forty questions at once are all answered on one connection with ten sessions', async () => {
  const hosts = open(sshd.config)
  const asked = Array.from({ length: 40 }, async (_, index) => (await hosts.ask('old-pg', `echo ${index}`)).stdout)
  assert.deepEqual(
    await Promise.all(asked),
    [...Array(40).keys()].map((index) => `${index}\n`),
  )
})

test('a question that takes too long is given up', async () => {
  await assert.rejects(open(sshd.config).ask('old-pg', 'sleep 600', { timeoutMs: 300 }), {
    code: 'timeout',
    message:
      'old-pg did not answer a question within 0.3 s, and the question was ended. Nothing is known from it. See what keeps old-pg busy, then ask again.',
  })
})

test('an answer that would fill the memory is refused', async () => {
  await assert.rejects(open(sshd.config).ask('old-pg', 'cat /dev/zero'), { code: 'answer-too-long' })
})

test('a machine where nobody listens is said to refuse', async () => {
  const port = await freePort()
  await assert.rejects(open({ ...sshd.config, port }).ask('old-pg', 'true'), {
    code: 'ssh-refused',
    message: `old-pg (127.0.0.1:${port}) refused the SSH connection. Nothing was sent. Start sshd there, or correct hosts.old-pg.address and port.`,
  })
})

test('a name nobody knows is said not to answer', async () => {
  await assert.rejects(open({ ...sshd.config, address: 'no-such-host.invalid' }).ask('old-pg', 'true'), {
    code: 'ssh-unreachable',
  })
})

test('a service that is not sshd is told apart', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  after(() => server.close())
  const port = await until('the server listens', async () => {
    const address = server.address()
    return typeof address === 'object' && address !== null && address.port
  })
  await assert.rejects(open({ ...sshd.config, port }).ask('old-pg', 'true'), { code: 'ssh-handshake' })
})

test('a key the host does not know is refused by its user name', async () => {
  const key = `${folder}/stranger`
  await makeKey(key)
  await assert.rejects(open({ ...sshd.config, key }).ask('old-pg', 'true'), {
    code: 'ssh-auth',
    message: `old-pg (127.0.0.1:${sshd.port}) did not accept the bot's key for ${sshd.config.user}. Nothing was sent. Put the public key into ${sshd.config.user}'s authorized_keys there, or correct hosts.old-pg.user and key.`,
  })
})

test('a missing key file and a wrong passphrase are said before anything is sent', async () => {
  const key = `${folder}/locked`
  await makeKey(key, 'ed25519', 'another passphrase')
  const missing = open({ ...sshd.config, key: `${folder}/none` })
  const locked = open({ ...sshd.config, key, passphrase: 'opens' })
  await assert.rejects(missing.ask('old-pg', 'true'), { code: 'ssh-key' })
  await assert.rejects(locked.ask('old-pg', 'true'), { code: 'ssh-key' })
})

test('a passphrase comes from the secrets', async () => {
  const guarded = await startSshd(folder, 'guarded')
  const key = `${folder}/guarded-key`
  await makeKey(key, 'ed25519', 'open sesame')
  await copyFile(`${key}.pub`, `${guarded.folder}/user_ed25519.pub`)
  const hosts = open({ ...guarded.config, key, passphrase: 'opens' })
  assert.equal((await hosts.ask('old-pg', 'echo in')).stdout, 'in\n')
})

test('a connection that breaks fails the question on it, and the next question connects anew', async () => {
  const other = await startSshd(folder, 'breaking')
  const states: string[] = []
  const hosts = open(other.config, { onState: (host, state) => states.push(`${host} ${state}`) })
  await hosts.ask('old-pg', 'true')
  const asked = assert.rejects(hosts.ask('old-pg', `touch ${folder}/asked; sleep 600`), {
    code: 'ssh-lost',
    message:
      'The connection to old-pg broke before the command ended. What it did there is not known from here; a job goes on by itself. Ask again to connect anew.',
  })
  await until('the question is there', async () => (await hosts.ask('old-pg', `ls ${folder}/asked`)).code === 0)
  await other.cut()
  await asked
  assert.equal((await hosts.ask('old-pg', 'echo back')).stdout, 'back\n')
  assert.deepEqual(states, ['old-pg connected', 'old-pg lost', 'old-pg connected'])
})

test('a connection that only falls silent is noticed', async () => {
  const other = await startSshd(folder, 'silent')
  const hosts = open(other.config, { keepaliveMs: 200 })
  await hosts.ask('old-pg', 'true')
  for (const pid of await other.serving()) process.kill(pid, 'SIGSTOP')
  await assert.rejects(hosts.ask('old-pg', 'true'), { code: 'ssh-lost' })
  assert.equal((await hosts.ask('old-pg', 'echo back')).stdout, 'back\n')
})

test('a host that was away for a moment is found again without anybody asking twice', async () => {
  const other = await startSshd(folder, 'rebooting')
  const hosts = open(other.config)
  await hosts.ask('old-pg', 'true')
  await other.stop()
  const asked = until('the host answers', () => hosts.ask('old-pg', 'echo back').catch(() => undefined))
  await other.start()
  assert.equal((await asked).stdout, 'back\n')
})

test('a jump host carries the connection, and its own failure is named', async () => {
  const bastion = await startSshd(folder, 'bastion')
  const config = { bastion: bastion.config, 'old-pg': { ...sshd.config, jump: 'bastion' } }
  const hosts = createHosts(config, { secrets: secretsOf() })
  after(() => hosts.close())
  assert.equal(await hosts.hostKey('old-pg'), sshd.config.hostKey)
  assert.notEqual((await bastion.serving()).length, 0)
  const wrong = { ...config, bastion: { ...bastion.config, hostKey: undefined } }
  const refused = createHosts(wrong, { secrets: secretsOf() })
  after(() => refused.close())
  await assert.rejects(refused.ask('old-pg', 'true'), { code: 'host-key-unknown', message: /^bastion showed/ })
})

test('a TCP connection goes through the host, and a closed port is said to be closed', async () => {
  const hosts = open(sshd.config)
  const server = createServer((_, response) => response.end('through')).listen(0, '127.0.0.1')
  after(() => server.close())
  const address = await until('the server listens', async () => server.address() ?? undefined)
  const port = typeof address === 'object' ? address.port : 0
  const stream = await hosts.connect('old-pg', port)
  stream.end('GET / HTTP/1.0\r\n\r\n')
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  assert.match(Buffer.concat(chunks).toString(), /through$/)
  const closed = await freePort()
  await assert.rejects(hosts.connect('old-pg', closed), {
    code: 'port-refused',
    message: `Nothing on old-pg accepted a connection on port ${closed}. Nothing was read or changed. See whether the service runs there and listens on that port.`,
  })
})

test('a host says what it is and what it lacks', async () => {
  const { host, hostKey, bash, missing, system } = await open(sshd.config).test('old-pg')
  assert.deepEqual(
    { host, hostKey, bash, missing },
    { host: 'old-pg', hostKey: sshd.config.hostKey, bash: true, missing: [] },
  )
  assert.match(system, /^Linux /)
})
