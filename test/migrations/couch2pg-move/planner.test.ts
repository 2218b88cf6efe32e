import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import migration from '../../../migrations/couch2pg-move/index.ts'
import { createReach, type Reach } from '../../../src/app.ts'
import { demoConfig, demoSecrets } from '../../../src/cli/demo/demo-config.ts'
import { doctor } from '../../../src/cli/doctor.ts'
import { parseConfig } from '../../../src/config/load.ts'
import type { Config } from '../../../src/config/schema.ts'
import { type Bed, startBed } from '../../../src/demo/bed.ts'
import { until } from '../../../src/demo/until.ts'
import { createPlan } from '../../../src/make-plan.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { Tools } from '../../../src/model/ports.ts'
import { UserError } from '../../../src/model/user-error.ts'

let bed: Bed
let config: Config
let reach: Reach
before(async () => {
  bed = await startBed({ docs: 2000 })
  config = parseConfig(demoConfig(bed, 1), 'drover.yml')
  reach = createReach(config, demoSecrets(bed))
})
after(async () => {
  await reach?.close()
  await bed?.stop()
})

function plan(typed: Readonly<Record<string, string>> = {}, tools: Tools = reach.tools): Promise<Plan> {
  const make = createPlan({
    migrations: [migration],
    hostNames: Object.keys(config.hosts),
    secretNames: Object.keys(config.secrets),
    defaults: (name) => config.migrations[name]?.defaults ?? {},
    tools,
  })
  return make('couch2pg-move', typed)
}

/** Hosts without a line between them, for what is not about the line: to measure one takes seconds. */
function unlinked(tools: Tools): Tools {
  return {
    ...tools,
    hosts: { ...tools.hosts, pipe: () => Promise.reject(new UserError('ssh-lost', 'There is no line.')) },
  }
}

function said({ because = [] }: Plan, begin: string): string | undefined {
  return because.find((one) => one.startsWith(begin))
}

/** A plan for which everything could be told: on a machine that is busy with other things that may take more than one try. */
function wholePlan(typed: Readonly<Record<string, string>> = {}, tools: Tools = reach.tools): Promise<Plan> {
  let last: Plan | undefined
  return until(
    async () => {
      last = await plan(typed, tools)
      return last.because?.some((one) => one.includes('took too long')) ? undefined : last
    },
    { timeoutMs: 180_000, otherwise: () => `it always took too long: ${last?.because?.join(' ')}` },
  )
}

test('everything about the pair of the bed can be told', async () => {
  const found = await wholePlan()
  const { because = [], forecast } = found
  assert.deepEqual(
    because.filter((one) => /ould not/.test(one)),
    [],
  )
  assert.match(because[0] ?? '', /^method=stream: /)
  assert.match(said(found, 'streams=') ?? '', /^streams=\d: old-pg has \d+ cores? and new-pg \d+ cores?\.$/)
  assert.match(
    said(found, 'old-pg: ') ?? '',
    /^old-pg: Postgres \d+, \d+ cores?, load [\d.]+, [\d.]+ GB of memory free, /,
  )
  assert.match(said(found, 'cht is') ?? '', /: 8 tables .*, 6 materialized views .* As text its rows are about /)
  assert.match(said(found, 'Through Drover') ?? '', /^Through Drover, from old-pg to new-pg: [\d.]+ [KMG]B\/s\.$/)
  assert.match(
    said(found, 'Forecast') ?? '',
    /^Forecast: about \d+ (?:s|min) \(\d+–\d+\) of work, the rows about \d+ (?:s|min), /,
  )
  assert.deepEqual(
    forecast?.mounts.map(({ host }) => host),
    ['new-pg'],
  )
})

test('relay=auto measures the way straight as well, and says when there is none', async () => {
  assert.match(
    said(await plan({ relay: 'auto' }), 'relay=') ?? '',
    /^relay=relay: old-pg could not send straight to new-pg \(drover\.yml does not say how old-pg reaches new-pg/,
  )
})

test('where there is a way straight, relay=auto measures both', async () => {
  const straight = demoConfig(bed, 1).replace('  old-pg:\n', '  old-pg:\n    direct: { new-pg: ssh pg-new }\n')
  const own = createReach(parseConfig(straight, 'drover.yml'), demoSecrets(bed))
  try {
    const found = await wholePlan({ relay: 'auto' }, own.tools)
    assert.match(said(found, 'relay=') ?? '', /^relay=(relay|direct): .* [\d.]+ [KMG]B\/s/)
    assert.match(said(found, 'Straight from old-pg to new-pg') ?? '', /: [\d.]+ [KMG]B\/s\.$/)
    assert.match(
      said(await wholePlan({ relay: 'direct' }, own.tools), 'compression=') ?? '',
      / [\d.]+ [KMG]B\/s come through/,
    )
  } finally {
    await own.close()
  }
})

test('doctor says what the planner would choose, before the checks', async () => {
  const configPath = join(bed.dir, 'doctor.yml')
  await writeFile(configPath, demoConfig(bed, 1))
  const lines: string[] = []
  const write = (text: string) => void lines.push(text)
  const env = { ...demoSecrets(bed), DROVER_CONFIG: configPath }
  await doctor.run(['couch2pg-move'], { env, out: write, err: write, onSignal: () => undefined })
  const planner = lines.filter((line) => line.startsWith('ok   planner: '))
  assert.match(planner[0] ?? '', /^ok {3}planner: method=stream: rows go from old-pg to new-pg/)
  const checks = lines.findIndex((line) => line.includes('Compare the Postgres versions on both sides: '))
  assert.ok(checks > lines.indexOf(planner.at(-1) ?? ''), lines.join('\n'))
  const password = ['couch2pg-move', 'targetPassword=source-pg']
  await doctor.run(password, { env, out: write, err: write, onSignal: () => undefined })
  assert.ok(lines.some((line) => line.startsWith('BAD  planner: new-pg refused the password of role postgres')))
})

test('a large object makes it a dump', async () => {
  await bed.source.cluster.psql('cht', 'select lo_create(4711)')
  const tools = unlinked(reach.tools)
  const found = await plan({}, tools)
  assert.equal(said(found, 'method='), 'method=dump: cht holds 1 large object, which a stream cannot carry.')
  assert.ok(found.steps.some(({ id }) => id === 'restore'))
  assert.match(
    said(await plan({ method: 'stream' }, tools), 'method=') ?? '',
    /^method=stream was typed, but cht holds 1 large/,
  )
  await bed.source.cluster.psql('cht', 'select lo_unlink(4711)')
})

test('a link that takes too long is said, and taken as an ordinary line', async () => {
  const stuck: Tools = {
    ...reach.tools,
    hosts: {
      ...reach.tools.hosts,
      pipe: (source, target, options) =>
        target.command.includes('dd ')
          ? new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)))
          : reach.tools.hosts.pipe(source, target, options),
    },
  }
  const { because = [] } = await plan({}, stuck)
  assert.ok(
    because.includes(
      'Through Drover, from old-pg to new-pg: could not tell how fast that is (it took too long); taken as 12.5 MB/s.',
    ),
    because.join('\n'),
  )
})

test('a login that may not read all settings is told what could not be told', async () => {
  await bed.source.cluster.psql(
    'postgres',
    "create role looker login password 'look'; grant connect on database cht to looker",
  )
  await bed.source.cluster.psql('cht', 'grant select on all tables in schema public to looker')
  const own = createReach(
    parseConfig(demoConfig(bed, 1).replace('SOURCE_PG_PASSWORD', 'LOOKER_PASSWORD'), 'drover.yml'),
    { ...demoSecrets(bed), LOOKER_PASSWORD: 'look' },
  )
  try {
    const { because = [] } = await plan({ sourceUser: 'looker' }, unlinked(own.tools))
    assert.ok(because.includes('Could not tell where the data of old-pg lies: the login may not read that setting.'))
  } finally {
    await own.close()
  }
})

test('a wrong password is refused in the usual sentence, and nothing was started', async () => {
  await assert.rejects(plan({ targetPassword: 'source-pg' }), {
    code: 'postgres-auth',
    message: `new-pg refused the password of role postgres for database postgres on port ${bed.config.target.postgresPort}. Nothing was read. Correct the secret source-pg, or the role and pg_hba.conf on new-pg.\nNothing was started.`,
  })
})

test('a database that is not there is refused in the usual sentence', async () => {
  await assert.rejects(plan({ database: 'nowhere' }), {
    message: `old-pg has no database nowhere on port ${bed.config.source.postgresPort}. Nothing was read. Correct the name, or create the database.\nNothing was started.`,
  })
})

test('a link, a sample and a disk that never answer cost the time there is and no more', async () => {
  const never = () => new Promise<never>(() => undefined)
  const { hosts } = reach.tools
  const ask: typeof hosts.ask = (host, command, options) =>
    command.includes('df ') ? never() : hosts.ask(host, command, options)
  const scope = { open: [], past: [], signal: AbortSignal.timeout(20_000) }
  const { params } = await plan({}, unlinked(reach.tools))
  const advice = await migration.planner?.(params, { ...reach.tools, hosts: { ...hosts, ask, pipe: never } }, scope)
  assert.match(advice?.because.join('\n') ?? '', /Could not tell how much is free on new-pg \(it took too long\)\./)
  assert.match(advice?.because.join('\n') ?? '', /could not tell how fast that is \(it took too long\)/)
})

test('a host that does not answer in the time there is ends the measuring', async () => {
  const silent: Tools = { ...reach.tools, hosts: { ...reach.tools.hosts, ask: () => new Promise(() => undefined) } }
  const scope = { open: [], past: [], signal: AbortSignal.timeout(50) }
  const { params } = await plan({}, unlinked(reach.tools))
  await assert.rejects(migration.planner?.(params, silent, scope) ?? Promise.resolve(), {
    code: 'not-measured',
    message: /^(old|new)-pg or its Postgres did not answer in the time there is for measuring\./,
  })
})

test('a host that refuses SSH is refused in the usual sentence, and nothing was started', async () => {
  await bed.target.host.stop()
  const alone = createReach(config, demoSecrets(bed))
  try {
    await assert.rejects(plan({}, alone.tools), {
      code: 'ssh-refused',
      message: `new-pg (127.0.0.1:${bed.target.host.port}) refused the SSH connection. Nothing was sent. Start sshd there, or correct hosts.new-pg.address and port.\nNothing was started.`,
    })
  } finally {
    await alone.close()
  }
})
