import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { createHosts } from '../../../src/remote/hosts.ts'
import { untilLogged, untilOver } from '../bed/job-run.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { tempFolder } from '../bed/temp-folder.ts'

const folder = await tempFolder()
const bare = await onlyBusybox(join(folder, 'bin'))
const hosts = createHosts(
  {
    // Bash reads the start files of whoever runs the tests when its input is a socket, as here, unless it is told not to.
    bash: { connect: 'local', shell: 'bash --norc', jobs: join(folder, 'bash') },
    dash: { connect: 'local', shell: 'dash', jobs: join(folder, 'dash') },
    busybox: { connect: 'local', shell: 'busybox sh', jobs: join(folder, 'busybox') },
    alpine: { connect: 'local', shell: join(bare, 'sh'), jobs: join(folder, 'alpine'), env: { PATH: bare } },
  },
  { secrets: secretsOf(), graceMs: 10_000 },
)
after(() => hosts.close())

/** A machine without bash and coreutils, as Alpine is: every program is busybox. */
async function onlyBusybox(path: string): Promise<string> {
  await mkdir(path)
  const { stdout } = await promisify(execFile)('busybox', ['--list'])
  await Promise.all(
    stdout
      .trim()
      .split('\n')
      .map((name) => symlink('/usr/bin/busybox', join(path, name))),
  )
  return path
}

for (const host of hosts.names()) {
  test(`under ${host}, a job runs once with its files, outputs and exit code`, async () => {
    const script = [
      'cat "$DROVER_FILES/pgpass"',
      'echo "rows=5" >"$DROVER_OUT"',
      'printf last=word >>"$DROVER_OUT"',
      'pwd | grep -c "$DROVER_JOB/work"',
      'echo oops >&2',
      'false | true',
      'echo unreachable',
    ]
    const job = { id: 'run-step-1', script: script.join('\n'), files: { pgpass: 'it\'s "quoted" $x\n' } }
    await Promise.all([hosts.start(host, job), hosts.start(host, job), hosts.start(host, job)])
    await hosts.start(host, job)
    const over = await untilOver(hosts, host, job.id)
    assert.deepEqual(over, {
      state: { is: 'done', code: 1 },
      log: 'it\'s "quoted" $x\n1\noops\n',
      nextOffset: 24,
      outputs: { rows: '5', last: 'word' },
    })
    assert.equal((await readdir(join(folder, host, job.id))).includes('files'), false)
    assert.equal(
      (await readdir(join(folder, host, job.id))).filter((name) => /^(parcel|runner)\./.test(name)).length,
      0,
    )
  })

  test(`under ${host}, another script with the same id is refused`, async () => {
    await hosts.start(host, { id: 'run-step-2', script: 'echo first', files: {} })
    await assert.rejects(hosts.start(host, { id: 'run-step-2', script: 'echo second', files: {} }), {
      code: 'job-conflict',
      message: `${host} already holds the job run-step-2 with another script. Nothing was started or overwritten. Start it under a new attempt.`,
    })
    assert.equal((await untilOver(hosts, host, 'run-step-2')).log, 'first\n')
  })

  test(`under ${host}, a stop ends the job and all its children`, async () => {
    const nap = `sleep 70${process.pid}`
    await hosts.start(host, {
      id: 'run-step-3',
      script: `(${nap}; true) & echo up; ${nap}; true`,
      files: { a: 'secret' },
    })
    await untilLogged(hosts, host, 'run-step-3', 'up')
    await hosts.stop(host, 'run-step-3')
    assert.deepEqual((await hosts.peek(host, 'run-step-3', 0)).state, { is: 'done', code: 143 })
    assert.equal((await hosts.ask('bash', `ps -eo stat,args | grep '^[^Z].*[s]${nap.slice(1)}' || :`)).stdout, '')
    await hosts.stop(host, 'run-step-3')
  })

  test(`under ${host}, a job stopped before its start never starts`, async () => {
    await hosts.stop(host, 'run-step-4')
    await hosts.start(host, { id: 'run-step-4', script: `touch ${folder}/${host}-ran`, files: { a: 'secret' } })
    assert.deepEqual(await hosts.peek(host, 'run-step-4', 0), {
      state: { is: 'done', code: 143 },
      log: 'Stopped before it started.\n',
      nextOffset: 27,
      outputs: {},
    })
    assert.equal((await readdir(folder)).includes(`${host}-ran`), false)
  })

  test(`under ${host}, a job nobody started is absent`, async () => {
    assert.deepEqual((await hosts.peek(host, 'run-step-5', 0)).state, { is: 'absent' })
  })

  test(`under ${host}, a question runs with pipefail`, async () => {
    const { code, stdout } = await hosts.ask(host, 'false | cat; echo unreachable')
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' })
  })
}
