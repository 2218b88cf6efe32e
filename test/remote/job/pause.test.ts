import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createHosts } from '../../../src/remote/hosts.ts'
import { untilLogged, untilOver } from '../bed/job-run.ts'
import { runnerOf } from '../bed/owner.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'
import { until } from '../bed/until.ts'

const folder = await tempFolder()
const sshd = await startSshd(folder, 'host')
const hosts = createHosts(
  {
    ssh: sshd.config,
    dash: { connect: 'local', shell: 'dash', jobs: join(folder, 'dash') },
    busybox: { connect: 'local', shell: 'busybox sh', jobs: join(folder, 'busybox') },
  },
  { secrets: secretsOf(), graceMs: 20_000 },
)
after(() => hosts.close())

const JOBS = { ssh: join(sshd.folder, 'jobs'), dash: join(folder, 'dash'), busybox: join(folder, 'busybox') }
/** Counts in a process of its own, and says when it is told to end. */
const COUNTS = `trap 'echo told to end; exit 9' TERM
n=0
while :; do n=$((n + 1)); echo $n; sleep 0.1; done`

/** Every process of the job's group that lives, by its state: T is stopped. */
async function statesOf(host: keyof typeof JOBS, id: string): Promise<string> {
  const group = await runnerOf(JOBS[host], id)
  const { stdout } = await hosts.ask('dash', `ps -eo pgid=,stat= | awk '$1 == ${group} { print substr($2, 1, 1) }'`)
  return [...new Set(stdout.trim().split('\n'))].sort().join('')
}

async function logOf(host: string, id: string): Promise<string> {
  return (await hosts.peek(host, id, 0)).log
}

for (const host of ['ssh', 'dash', 'busybox'] as const) {
  test(`${host}: a job that counts stands still while it is paused, and counts on from there`, async () => {
    await hosts.start(host, { id: 'count', script: COUNTS, files: {} })
    await untilLogged(hosts, host, 'count', '\n5\n')
    assert.equal(await hosts.pause(host, 'count'), true)
    await until('every process stands still', async () => (await statesOf(host, 'count')) === 'T')
    const log = await logOf(host, 'count')
    assert.equal(await hosts.pause(host, 'count'), true)
    assert.deepEqual((await hosts.peek(host, 'count', 0)).state, { is: 'running' })
    assert.equal(await logOf(host, 'count'), log)
    await hosts.resume(host, 'count')
    await until('it counts on', async () => (await logOf(host, 'count')).length > log.length)
    const lines = (await logOf(host, 'count')).trim().split('\n')
    assert.deepEqual(
      lines,
      lines.map((_line, index) => String(index + 1)),
    )
    await hosts.stop(host, 'count')
  })

  test(`${host}: a paused job that is stopped for good hears TERM first`, async () => {
    await hosts.start(host, { id: 'end', script: COUNTS, files: {} })
    await untilLogged(hosts, host, 'end', '\n5\n')
    await hosts.pause(host, 'end')
    await hosts.stop(host, 'end')
    const { state, log } = await untilOver(hosts, host, 'end')
    assert.deepEqual([state, log.trim().split('\n').at(-1)], [{ is: 'done', code: 9 }, 'told to end'])
  })

  test(`${host}: what does not run is not paused, and is not begun by a resume`, async () => {
    assert.equal(await hosts.pause(host, 'nothing'), false)
    await hosts.resume(host, 'nothing')
    assert.deepEqual((await hosts.peek(host, 'nothing', 0)).state, { is: 'absent' })
    await hosts.start(host, { id: 'short', script: 'echo over', files: {} })
    await untilOver(hosts, host, 'short')
    assert.equal(await hosts.pause(host, 'short'), false)
    assert.equal((await readdir(join(JOBS[host], 'short'))).includes('paused'), false)
  })
}

test('another bot resumes what the first one paused, and leaves alone what an operator stopped', async () => {
  await hosts.start('ssh', { id: 'over', script: 'until [ -e go ]; do sleep 0.05; done; echo gone', files: {} })
  await until('it runs', async () => (await hosts.peek('ssh', 'over', 0)).state.is === 'running')
  await hosts.pause('ssh', 'over')
  const second = createHosts({ ssh: sshd.config }, { secrets: secretsOf() })
  after(() => second.close())
  await second.resume('ssh', 'over')
  const group = await runnerOf(JOBS.ssh, 'over')
  process.kill(-group, 'SIGSTOP')
  await second.resume('ssh', 'over')
  await until('every process stands still', async () => (await statesOf('ssh', 'over')) === 'T')
  process.kill(-group, 'SIGCONT')
  await writeFile(join(JOBS.ssh, 'over', 'work', 'go'), '')
  assert.equal((await untilOver(second, 'ssh', 'over')).log, 'gone\n')
})
