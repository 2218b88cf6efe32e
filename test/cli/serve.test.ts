import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { until } from '../../src/demo/until.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { startLocalSlack } from '../../src/local-slack/index.ts'
import { remote } from '../../src/model/make-step.ts'
import { render, sh } from '../../src/model/shell.ts'
import { program } from '../../src/program.ts'
import { createHosts } from '../../src/remote/hosts.ts'
import { samplePlan } from '../model/sample.ts'

const PATIENCE = { timeoutMs: 60_000, everyMs: 50 }
/** What README promises of an end, whatever hangs. */
const BOUND_MS = 35_000

/** A run that the bot before left with its job on a host. */
function leftRun(on: string, script: ReturnType<typeof sh>) {
  const step = remote('copy', { on, run: script, undo: 'nothing', repeatable: false, timeout: '1h' })
  return { ...samplePlan([step]), migration: `sample-${on}` }
}

test('a bot that is told to end leaves jobs running, says so, and ends with 0 though a host hangs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-serve-'))
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const slack = await startLocalSlack({
    people: [{ id: 'U0ANNA', name: 'anna', displayName: 'Anna' }],
    channels: [{ id: 'C0OPS', name: 'ops' }],
  })
  const jobs = join(folder, 'jobs')
  const mark = join(folder, 'ended')
  const script = sh`while [ ! -e ${`${mark}.go`} ]; do sleep 0.1; done; echo done > ${mark}`
  const hosts = { here: { connect: 'local', jobs }, silent: { connect: 'ssh', address: '127.0.0.1', port, user: 'x' } }
  const configPath = join(folder, 'drover.yml')
  await writeFile(configPath, stringify({ channels: ['C0OPS'], roles: {}, hosts }))
  const sqlite = createSqliteJournal({ path: join(folder, 'data', 'drover.sqlite'), now: () => new Date() })
  for (const [id, on] of [
    ['run-a', 'here'],
    ['run-b', 'silent'],
  ] as const) {
    const plan = leftRun(on, script)
    await sqlite.journal.send(id, { type: 'start', plan, by: { id: 'U0ANNA', roles: [] }, channel: 'C0OPS' })
    await sqlite.journal.send(id, { type: 'launched', step: 'copy', attempt: 1 })
  }
  await sqlite.journal.stop()
  const local = createHosts(
    { here: { connect: 'local', jobs } },
    { secrets: { reveal: async () => '', names: () => [] }, agentSocket: undefined },
  )
  await local.start('here', { id: 'run-a-copy-1', script: render(script, { output: () => undefined }), files: {} })
  await local.close()
  const bot = spawn(process.execPath, [...program('src/main'), 'serve'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DROVER_CONFIG: configPath,
      DROVER_DATA: join(folder, 'data'),
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let log = ''
  bot.stderr.on('data', (text) => {
    log += String(text)
  })
  const ended = once(bot, 'exit')
  try {
    await until(async () => log.includes('Drover is ready') || undefined, {
      ...PATIENCE,
      otherwise: () => `The bot did not come up: ${log}`,
    })
    const cardsSay = (text: string) =>
      slack.messages('C0OPS').filter((message) => JSON.stringify(message).includes(text))
    await until(async () => cardsSay('Next word by').length === 2 || undefined, {
      ...PATIENCE,
      otherwise: () => 'The cards did not say by when they are drawn again.',
    })
    const toldAtMs = performance.now()
    bot.kill('SIGTERM')
    const [code] = await ended
    assert.equal(code, 0)
    assert.ok(performance.now() - toldAtMs < BOUND_MS)
    assert.match(log, /run-a \(sample-here\) is \w+ at copy; its job run-a-copy-1 goes on on here\./)
    assert.match(log, /Drover has ended/)
    const left = createSqliteJournal({ path: join(folder, 'data', 'drover.sqlite'), now: () => new Date() })
    for (const id of ['run-a', 'run-b'])
      assert.match(JSON.stringify(left.mailroom.find(`${id}/card`)?.blocks), /Drover is being ended or restarted/)
    await left.journal.stop()
    await writeFile(`${mark}.go`, '')
    // Its exit file is the last thing that it writes: before that, its folder cannot be removed.
    await until(async () => readFile(join(jobs, 'run-a-copy-1', 'exit'), 'utf8').catch(() => undefined), {
      ...PATIENCE,
      otherwise: () => 'The job did not go on without the bot.',
    })
    assert.equal(await readFile(mark, 'utf8'), 'done\n')
  } finally {
    bot.kill('SIGKILL')
    await slack.stop()
    silent.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
