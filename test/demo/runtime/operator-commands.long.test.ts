import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { type Bed, startBed } from '../../../src/demo/bed.ts'
import { until } from '../../../src/demo/until.ts'
import { ssh } from '../operator.ts'

const PATIENCE = { timeoutMs: 120_000, everyMs: 100 }
const STOPPED = ' Container cht-couch2pg-couch2pg-1  Stopping\n Container cht-couch2pg-couch2pg-1  Stopped\n'

describe('the runtime stand-ins on a host', () => {
  let bed: Bed

  before(async () => {
    bed = await startBed({ docs: 300 })
  })
  after(() => bed.stop())

  test('drives couch2pg with docker compose as an operator does', async () => {
    const { host, projectDir } = bed.config.source
    const compose = (words: string) => ssh(host, `cd ${projectDir} && docker compose ${words}`)
    const state = async () => JSON.parse((await compose('ps -a --format json')).stdout)
    assert.equal((await state()).State, 'running')
    assert.match((await compose('ps -q')).stdout, /^[0-9a-f]{64}\n$/)
    assert.equal((await compose('exec -T couch2pg printenv COUCH2PG_SLEEP_MINS')).stdout, '0.05\n')

    const stopped = await compose('stop couch2pg')
    assert.equal(stopped.stderr, STOPPED)
    assert.deepEqual([(await state()).State, (await state()).ExitCode], ['exited', 143])
    assert.equal((await compose('ps --format json')).stdout, '')
    assert.deepEqual(await compose('stop couch2pg'), { stdout: '', stderr: STOPPED, code: 0 })
    assert.equal((await compose('exec -T couch2pg true')).stderr, 'service "couch2pg" is not running\n')

    assert.match((await compose('start')).stderr, /Container cht-couch2pg-couch2pg-1 {2}Started\n$/)
    assert.equal((await compose('kill')).code, 0)
    assert.deepEqual([(await state()).State, (await state()).ExitCode], ['exited', 137])
    assert.equal((await compose('up -d')).code, 0)
    assert.equal((await state()).State, 'running')
    assert.match(
      (await compose('logs --no-color --no-log-prefix --tail 500 couch2pg')).stdout,
      /Adapter is running in NORMAL mode/,
    )
  })

  test('refuses what docker refuses, with its words and exit codes', async () => {
    const { host, projectDir } = bed.config.source
    const at = (command: string) => ssh(host, command)
    assert.deepEqual(await at('cd / && docker compose ps'), {
      stdout: '',
      stderr: 'no configuration file provided: not found\n',
      code: 14,
    })
    assert.deepEqual(await at(`cd ${projectDir} && docker compose stop nope`), {
      stdout: '',
      stderr: 'no such service: nope\n',
      code: 1,
    })
    assert.deepEqual(await at('docker inspect nope'), {
      stdout: '[]\n',
      stderr: 'Error: No such object: nope\n',
      code: 1,
    })
  })

  test('shows the environment in docker inspect and in the .env file that systemd names', async () => {
    const { host, projectDir } = bed.config.target
    const format = "'{{range .Config.Env}}{{println .}}{{end}}'"
    const shown = (await ssh(host, `docker inspect --format ${format} cht-couch2pg-couch2pg-1`)).stdout
    assert.match(shown, new RegExp(`^COUCHDB_URL=http://medic:${bed.secrets.couchdb}@127.0.0.1:\\d+/medic$`, 'm'))
    const properties = (await ssh(host, 'systemctl show -p EnvironmentFiles,ActiveState,MainPID couch2pg')).stdout
    assert.match(properties, /^MainPID=0$/m)
    assert.match(properties, /^ActiveState=inactive$/m)
    assert.match(properties, new RegExp(`^EnvironmentFiles=${projectDir}/.env \\(ignore_errors=no\\)$`, 'm'))
  })

  test('drives the same couch2pg with systemd', async () => {
    const at = (command: string) => ssh(bed.config.source.host, command)
    assert.deepEqual(await at('systemctl is-active couch2pg'), { stdout: 'active\n', stderr: '', code: 0 })
    assert.equal((await at('systemctl stop couch2pg')).code, 0)
    assert.deepEqual(await at('systemctl is-active couch2pg.service'), { stdout: 'inactive\n', stderr: '', code: 3 })
    assert.deepEqual(await at('systemctl is-enabled couch2pg'), { stdout: 'disabled\n', stderr: '', code: 1 })
    assert.equal((await at('systemctl enable --now couch2pg')).code, 0)
    assert.equal((await at('systemctl is-enabled couch2pg')).stdout, 'enabled\n')
    assert.equal((await at('systemctl is-active couch2pg')).stdout, 'active\n')
    assert.match(
      (await at('journalctl -u couch2pg -o cat --no-pager -n 5000')).stdout,
      /Adapter is running in NORMAL mode/,
    )
    assert.deepEqual(await at('systemctl start nope'), {
      stdout: '',
      stderr: 'Failed to start nope.service: Unit nope.service not found.\n',
      code: 5,
    })
  })

  test('shows a couch2pg that gave up as exited with 1 and as failed', async () => {
    const { host } = bed.config.target
    assert.equal((await ssh(host, 'systemctl start couch2pg')).code, 0, 'starting is not the same as staying up')
    await until(
      async () => ((await ssh(host, 'systemctl is-active couch2pg')).stdout === 'failed\n' ? true : undefined),
      {
        ...PATIENCE,
        otherwise: () => readFileSync(bed.config.target.logFile, 'utf8'),
      },
    )
    assert.match(readFileSync(bed.config.target.logFile, 'utf8'), /error: database "cht" does not exist/)
    assert.match((await ssh(host, 'docker ps -a --format "{{.Status}}"')).stdout, /^Exited \(1\) /)
  })
})
