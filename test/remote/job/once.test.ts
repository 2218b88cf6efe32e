import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { program } from '../../../src/program.ts'
import { createHosts } from '../../../src/remote/hosts.ts'
import { untilLogged, untilOver } from '../bed/job-run.ts'
import { runnerOf } from '../bed/owner.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { endProcess, startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'
import { until } from '../bed/until.ts'

const folder = await tempFolder()
const sshd = await startSshd(folder, 'host')
const jobs = join(sshd.folder, 'jobs')
const open = () => {
  const hosts = createHosts({ host: sshd.config }, { secrets: secretsOf(), graceMs: 500 })
  after(() => hosts.close())
  return hosts
}
const hosts = open()

test('fifty starts of one id at once, from five bots, give one run', async () => {
  const ran = join(folder, 'fifty')
  const bots = [open(), open(), open(), open(), open()]
  const job = { id: 'fifty', script: `echo ran >>${ran}`, files: { pw: 'secret' } }
  await Promise.all(Array.from({ length: 50 }, (_, index) => (bots[index % bots.length] ?? hosts).start('host', job)))
  assert.deepEqual((await untilOver(hosts, 'host', job.id)).state, { is: 'done', code: 0 })
  assert.equal(await readFile(ran, 'utf8'), 'ran\n')
})

test('a bot ended at any moment of a start, ten times, never gives two runs', async () => {
  const rounds = Array.from({ length: 10 }, (_, round) => round)
  const play = async (round: number) => {
    const ran = join(folder, `cut-${round}`)
    const job = { id: `cut-${round}`, script: `echo ran >>${ran}`, files: { pw: 'secret' } }
    const words = [
      ...program('test/remote/bed/start-forever'),
      JSON.stringify({ host: sshd.config }),
      JSON.stringify(job),
    ]
    const before = await sshd.serving()
    const bot = spawn(process.execPath, words, { stdio: 'ignore' })
    await until('the bot connects', async () => (await sshd.serving()).some((pid) => !before.includes(pid)))
    await sleep(round * 50)
    bot.kill('SIGKILL')
    await once(bot, 'exit')
    await hosts.start('host', job)
    assert.deepEqual((await untilOver(hosts, 'host', job.id)).state, { is: 'done', code: 0 })
    assert.equal(await readFile(ran, 'utf8'), 'ran\n', `round ${round}`)
  }
  for (const round of rounds) await play(round)
})

test('an upload that was cut starts nothing, and the next start does', async () => {
  const job = { id: 'short', script: 'echo whole', files: {} }
  const parcel = join(jobs, job.id, 'parcel.cut')
  await mkdir(parcel, { recursive: true })
  await writeFile(join(parcel, 'body'), 'echo wh')
  assert.deepEqual((await hosts.peek('host', job.id, 0)).state, { is: 'absent' })
  await hosts.start('host', job)
  assert.equal((await untilOver(hosts, 'host', job.id)).log, 'whole\n')
})

test('another bot finds the job, its exact log from where the first left off, and its exit code', async () => {
  const first = open()
  const script = 'printf "schöne "; until [ -e "$DROVER_JOB/go" ]; do sleep 0.1; done; echo Grüße; exit 42'
  await first.start('host', { id: 'again', script, files: {} })
  const seen = await untilLogged(first, 'host', 'again', 'schöne ')
  await first.close()
  const second = open()
  await second.start('host', { id: 'again', script, files: {} })
  await writeFile(join(jobs, 'again', 'go'), '')
  await untilOver(second, 'host', 'again')
  assert.deepEqual(await second.peek('host', 'again', seen.nextOffset), {
    state: { is: 'done', code: 42 },
    log: 'Grüße\n',
    nextOffset: 16,
    outputs: {},
  })
})

test('a long log comes in pieces of at most 256 KiB that make the whole', async () => {
  await hosts.start('host', { id: 'long', script: 'seq 1 100000; echo ü', files: {} })
  await untilOver(hosts, 'host', 'long')
  let log = ''
  let offset = 0
  for (;;) {
    const piece = await hosts.peek('host', 'long', offset)
    if (piece.log === '') break
    assert.ok(piece.nextOffset - offset <= 256 * 1024)
    log += piece.log
    offset = piece.nextOffset
  }
  assert.equal(log, await readFile(join(jobs, 'long', 'log'), 'utf8'))
  assert.ok(log.endsWith('100000\nü\n'))
})

test('of a log that is megabytes ahead only the end is read', async () => {
  const script = 'yes "a line that nobody wants to read" | head -c 50000000 || true; echo; echo the last word'
  await hosts.start('host', { id: 'flood', script, files: {} })
  await untilOver(hosts, 'host', 'flood')
  const { log, nextOffset } = await hosts.peek('host', 'flood', 0)
  assert.ok(log.length <= 256 * 1024)
  assert.ok(log.startsWith('\n…\na line that nobody wants to read\n'))
  assert.ok(log.endsWith('\nthe last word\n'))
  assert.equal(nextOffset, (await stat(join(jobs, 'flood', 'log'))).size)
})

const nap = 'echo up; until [ -e "$DROVER_JOB/go" ]; do sleep 0.2; done'

test('a job ended from outside with all its processes is lost, and its private files are gone', async () => {
  await hosts.start('host', { id: 'ended', script: nap, files: { pw: 'secret' } })
  await untilLogged(hosts, 'host', 'ended', 'up')
  endProcess(-(await runnerOf(jobs, 'ended')))
  await until('it is lost', async () => (await hosts.peek('host', 'ended', 0)).state.is === 'lost')
  await hosts.start('host', { id: 'ended', script: nap, files: { pw: 'secret' } })
  await hosts.stop('host', 'ended')
  assert.deepEqual((await hosts.peek('host', 'ended', 0)).state, { is: 'lost' })
  await assert.rejects(readFile(join(jobs, 'ended', 'files', 'pw')), { code: 'ENOENT' })
})

test('a job whose runner alone was ended still runs, whatever its process calls itself, and is lost afterwards', async () => {
  const script = `printf ') R 1 (x' >/proc/$$/comm; ${nap}`
  await hosts.start('host', { id: 'orphan', script, files: {} })
  await untilLogged(hosts, 'host', 'orphan', 'up')
  endProcess(await runnerOf(jobs, 'orphan'))
  assert.deepEqual((await hosts.peek('host', 'orphan', 0)).state, { is: 'running' })
  await writeFile(join(jobs, 'orphan', 'go'), '')
  await until('it is lost', async () => (await hosts.peek('host', 'orphan', 0)).state.is === 'lost')
})

test('a job from before a reboot is lost, and its pid is left alone', async () => {
  await claimedBy('rebooted', (pid, start) => `${pid} ${start} 00000000-0000-0000-0000-000000000000`)
})

test('a pid that somebody else has by now is not the job, and is left alone', async () => {
  await claimedBy('reused', (pid, start, boot) => `${pid} ${Number(start) - 1} ${boot}`)
})

/** A job that says it is run by a process which is alive, but is another one. */
async function claimedBy(id: string, owner: (pid: number, start: string, boot: string) => string): Promise<void> {
  const bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
  const pid = bystander.pid ?? 0
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const start = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19] ?? ''
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  await mkdir(join(jobs, id, 'run'), { recursive: true })
  await writeFile(join(jobs, id, 'run', 'owner'), `${owner(pid, start, boot)}\n`)
  assert.deepEqual((await hosts.peek('host', id, 0)).state, { is: 'lost' })
  await hosts.stop('host', id)
  assert.equal(bystander.exitCode ?? bystander.signalCode, null)
  bystander.kill('SIGKILL')
}

test('a runner between its claim and its signature counts as running; once it is gone the job was never begun, and runs once', async () => {
  const runner = spawn('sleep', ['600'], { stdio: 'ignore' })
  const stat = await readFile(`/proc/${runner.pid}/stat`, 'utf8')
  const start = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19]
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  await mkdir(join(jobs, 'signing', 'run'), { recursive: true })
  await writeFile(join(jobs, 'signing', `runner.${runner.pid}`), `${runner.pid} ${start} ${boot}`)
  assert.deepEqual((await hosts.peek('host', 'signing', 0)).state, { is: 'running' })
  runner.kill('SIGKILL')
  await once(runner, 'exit')
  assert.deepEqual((await hosts.peek('host', 'signing', 0)).state, { is: 'absent' })
  const ran = join(folder, 'signing')
  const job = { id: 'signing', script: `echo ran >>${ran}`, files: {} }
  await Promise.all([open(), open(), open()].map((bot) => bot.start('host', job)))
  assert.deepEqual((await untilOver(hosts, 'host', job.id)).state, { is: 'done', code: 0 })
  assert.equal(await readFile(ran, 'utf8'), 'ran\n')
})

test('a job whose lock and signature were taken away is lost, since its script was there to begin', async () => {
  await mkdir(join(jobs, 'robbed'), { recursive: true })
  await writeFile(join(jobs, 'robbed', 'script'), 'echo ran')
  assert.deepEqual((await hosts.peek('host', 'robbed', 0)).state, { is: 'lost' })
})

test('a job that does not listen to TERM is ended by KILL after the grace', async () => {
  await hosts.start('host', { id: 'deaf', script: `trap '' TERM; ${nap}`, files: { pw: 'secret' } })
  await untilLogged(hosts, 'host', 'deaf', 'up')
  await hosts.stop('host', 'deaf')
  assert.deepEqual((await hosts.peek('host', 'deaf', 0)).state, { is: 'done', code: 137 })
  await assert.rejects(readFile(join(jobs, 'deaf', 'files', 'pw')), { code: 'ENOENT' })
})

test('a hangup does not reach the job, nor does the end of every connection', async () => {
  await hosts.start('host', { id: 'hangup', script: `${nap}; exit 5`, files: {} })
  await untilLogged(hosts, 'host', 'hangup', 'up')
  process.kill(-(await runnerOf(jobs, 'hangup')), 'SIGHUP')
  await sshd.cut()
  await until('the connection is back', () => hosts.peek('host', 'hangup', 0).catch(() => undefined))
  assert.deepEqual((await hosts.peek('host', 'hangup', 0)).state, { is: 'running' })
  await writeFile(join(jobs, 'hangup', 'go'), '')
  assert.deepEqual((await untilOver(hosts, 'host', 'hangup')).state, { is: 'done', code: 5 })
})
