import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createHosts } from '../../../src/remote/hosts.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { makeKey, startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'

const folder = await tempFolder()
const rsaKey = await makeKey(`${folder}/rsa`, 'rsa')
const sshd = await startSshd(folder, 'old-pg', [`HostKey ${folder}/rsa`])

const hostsWith = (hostKey: string | undefined) => {
  const hosts = createHosts({ 'old-pg': { ...sshd.config, hostKey } }, { secrets: secretsOf() })
  after(() => hosts.close())
  return hosts
}

test('a pinned key is accepted and told', async () => {
  assert.equal(await hostsWith(sshd.config.hostKey).hostKey('old-pg'), sshd.config.hostKey)
})

test('any of the keys a host has may be pinned, not only the one it shows first', async () => {
  assert.equal(await hostsWith(rsaKey).hostKey('old-pg'), rsaKey)
})

test('a key that is not pinned is refused and shown', async () => {
  await assert.rejects(hostsWith(undefined).ask('old-pg', 'true'), {
    code: 'host-key-unknown',
    message: `old-pg showed the host key ${sshd.config.hostKey}, and drover.yml pins none. Nothing was sent. Compare it with what "ssh-keygen -lf" prints on the machine itself; if they are the same, put it under hosts.old-pg.hostKey.`,
  })
})

test('a key that is another than the pinned one is refused', async () => {
  const pinned = 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'
  await assert.rejects(hostsWith(pinned).start('old-pg', { id: 'r-s-1', script: 'true', files: {} }), {
    code: 'host-key-changed',
    message: `old-pg showed the host key ${sshd.config.hostKey}, and drover.yml pins ${pinned}. Nothing was sent. If the machine was rebuilt on purpose, put the new key under hosts.old-pg.hostKey; if not, somebody may be in between.`,
  })
})
