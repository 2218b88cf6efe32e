import assert from 'node:assert/strict'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createHosts } from '../../../src/remote/hosts.ts'
import { untilLogged, untilOver } from '../bed/job-run.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'

const folder = await tempFolder()
const sshd = await startSshd(folder, 'host')
const jobs = join(sshd.folder, 'jobs')
const hosts = createHosts({ host: sshd.config }, { secrets: secretsOf() })
after(() => hosts.close())
const secret = `p4ssw0rd-${process.pid}`

test('a secret file is in no argument and no environment of any process, is private, and goes when the job ends', async () => {
  const script = 'echo up; until [ -e "$DROVER_JOB/go" ]; do sleep 0.1; done; cat "$DROVER_FILES/pgpass" | wc -c'
  const starting = hosts.start('host', { id: 'quiet', script, files: { pgpass: secret } })
  const seenWhileStarting = await placesThatShow(secret)
  await starting
  await untilLogged(hosts, 'host', 'quiet', 'up')
  assert.deepEqual([...seenWhileStarting, ...(await placesThatShow(secret))], [])
  assert.deepEqual(await modes(join(jobs, 'quiet')), {
    '.': '700',
    files: '700',
    'files/pgpass': '600',
    log: '600',
    script: '600',
  })
  await hosts.ask('host', `touch ${jobs}/quiet/go`)
  assert.equal((await untilOver(hosts, 'host', 'quiet')).log, `up\n${secret.length}\n`)
  assert.deepEqual(await filesThatHold(jobs, secret), [])
})

test('a stop and a loss leave no secret behind either', async () => {
  const script = 'echo up; sleep 600'
  await hosts.start('host', { id: 'stopped', script, files: { pgpass: secret } })
  await hosts.stop('host', 'stopped')
  await hosts.start('host', { id: 'never', script, files: { pgpass: secret } })
  await hosts.stop('host', 'never')
  await hosts.start('host', { id: 'never', script, files: { pgpass: secret } })
  assert.deepEqual(await filesThatHold(jobs, secret), [])
})

async function placesThatShow(text: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  const places = pids.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`])
  const shown = await Promise.all(
    places.map(async (place) => (await readFile(place, 'latin1').catch(() => '')).includes(text)),
  )
  return places.filter((_, index) => shown[index])
}

async function filesThatHold(path: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.path, entry.name))
  const held = await Promise.all(files.map(async (file) => (await readFile(file, 'latin1')).includes(text)))
  return files.filter((_, index) => held[index])
}

async function modes(job: string): Promise<Record<string, string>> {
  const names = ['.', 'files', 'files/pgpass', 'log', 'script']
  const found = names.map(async (name) => [name, ((await stat(join(job, name))).mode & 0o777).toString(8)] as const)
  return Object.fromEntries(await Promise.all(found))
}
